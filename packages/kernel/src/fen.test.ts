import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen, formatFen } from './fen.ts';

describe('fen', () => {
  it('takes whole numbers', () => {
    expect(fen(12)).toBe(12n);
    expect(fen(-3n)).toBe(-3n);
    expect(fen(2n ** 80n)).toBe(2n ** 80n);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %s', (amount) => {
    expect(() => fen(amount)).toThrow(RangeError);
  });
});

describe('formatFen', () => {
  it.each([
    [0n, '¥0.00'],
    [5n, '¥0.05'],
    [99_999n, '¥999.99'],
    [100_000n, '¥1,000.00'],
    [123_456_789n, '¥1,234,567.89'],
    [-123_456n, '-¥1,234.56'],
  ])('%s is %s', (amount, text) => {
    expect(formatFen(amount)).toBe(text);
  });

  it('keeps every fen', () => {
    fc.assert(
      fc.property(fc.bigInt(), (amount) => {
        expect(BigInt(formatFen(amount).replaceAll(/[¥,.]/g, ''))).toBe(amount);
      }),
    );
  });
});
