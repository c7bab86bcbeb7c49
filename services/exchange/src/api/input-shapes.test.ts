import { describe, expect, it } from 'vitest';
import { reference, text } from './input-shapes.ts';

const rulesOf = (value: string): readonly unknown[] =>
  (text(20).safeParse(value).error?.issues ?? []).map((issue) =>
    issue.code === 'custom' ? issue.params?.own.rule : issue.code,
  );

describe('a text for people', () => {
  it.each([' ', '\t\n', '\u3000', '\u00a0', '\ufeff', '\u200b\u2060', '\u0000', '\u3164'])(
    'has more than what nobody sees: not %j',
    (value) => {
      expect(rulesOf(value)).toEqual(['not-blank']);
      expect(reference(20).safeParse(value).success).toBe(true);
    },
  );

  it.each(['审', ' 年度检查 ', '.', '\u{1f512}'])('says something: %j', (value) => {
    expect(text(20).parse(value)).toBe(value);
  });

  it('that is empty, too long or no UTF-8 is told of that alone', () => {
    expect(rulesOf('')).toEqual(['too_small']);
    expect(rulesOf(' '.repeat(21))).toContain('too_big');
    expect(rulesOf('\ud800')).toEqual(['well-formed']);
  });
});
