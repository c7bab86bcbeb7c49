import { describe, expect, it } from 'vitest';
import { cursorPosition, feedCursor } from './feed-cursor.ts';

const refusal = (text: string): string | undefined => {
  const result = cursorPosition(text, 'tax', 100);
  return result.ok ? undefined : result.failure.code;
};

describe('a feed cursor', () => {
  it('names a position and comes back', () => {
    expect(cursorPosition(feedCursor('tax', 42), 'tax', 100)).toEqual({ ok: true, value: 42 });
  });

  it('is of any department that a token may name', () => {
    expect(cursorPosition(feedCursor('district-2', 42), 'district-2', 100)).toEqual({ ok: true, value: 42 });
  });

  it('is the beginning where there is none', () => {
    expect(cursorPosition(undefined, 'tax', 100)).toEqual({ ok: true, value: 0 });
  });

  it.each(['', '42', 'tax:', 'tax:-1', 'tax:01', 'tax:1e3', 'tax:99999999999999999', 'TAX:1', 'tax:1 '])(
    'refuses %j as malformed',
    (text) => expect(refusal(text)).toBe('E_CURSOR_MALFORMED'),
  );

  it.each([
    ['after', 'leave "after" out'],
    ['from', '"beginning" or "now"'],
    ['cursor', 'use "next" of your last answer'],
  ] as const)('says what %s may be instead', (parameter, instead) => {
    const result = cursorPosition('42', 'tax', 100, parameter);
    if (result.ok) throw new Error('It was taken.');
    expect(result.failure.detail.en).toMatch(new RegExp(`${instead}.*$`));
    expect(result.failure.facts).toEqual({ parameter });
  });

  it("refuses another department's", () => expect(refusal('customs:1')).toBe('E_CURSOR_FOREIGN'));

  it('refuses one from the future, and takes the last there is', () => {
    expect(refusal('tax:101')).toBe('E_CURSOR_FUTURE');
    expect(refusal('tax:100')).toBeUndefined();
  });

  it('tells a position from the future as it was written, also beyond what a number holds', () => {
    const result = cursorPosition('tax:9007199254740993', 'tax', 100);
    if (result.ok) throw new Error('It was taken.');
    expect(result.failure.facts).toMatchObject({ position: '9007199254740993' });
    expect(result.failure.detail.en).toContain('9007199254740993');
  });
});
