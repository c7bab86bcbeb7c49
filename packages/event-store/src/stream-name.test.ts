import { expect, it } from 'vitest';
import { storeErrors } from './errors.ts';
import { streamName } from './stream-name.ts';

it('puts owner, category and key together', () => {
  expect(streamName('tax', 'taxpayer', '91350100M000100Y43')).toBe('tax.taxpayer-91350100M000100Y43');
  expect(streamName('courts', 'case', '（2025）闽01破1号')).toBe('courts.case-（2025）闽01破1号');
  expect(streamName('a', 'b', 'k'.repeat(252))).toHaveLength(256);
});

it.each([
  ['', 'b', 'c'],
  ['a', '', 'c'],
  ['a', 'b', ''],
  ['a', 'b', 'k'.repeat(253)],
  ['a', 'b', 'line\nbreak'],
  ['a', 'b', '\u0000'],
  ['a', 'b', '\u0085'],
  ['a', 'b', '\ud800'],
])('refuses %j, %j, %j', (owner, category, key) => {
  expect(() => streamName(owner, category, key)).toThrow(
    expect.objectContaining({ code: 'E_STORE_ARGUMENT', facts: { owner, category, key } }),
  );
  expect(storeErrors.rows.E_STORE_ARGUMENT.status).toBe(400);
});
