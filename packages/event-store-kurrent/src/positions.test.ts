import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeAfter, positionOf } from './positions.ts';

const commits = fc.bigInt({ min: 1n, max: 2n ** 52n - 1n });

it('tells every byte of the log exactly, in its order', () => {
  fc.assert(
    fc.property(commits, commits, (left, right) => {
      expect(placeAfter(positionOf(left))).toEqual({ kind: 'after', commit: left });
      expect(Number.isSafeInteger(positionOf(left))).toBe(true);
      expect(positionOf(left) < positionOf(right)).toBe(left < right);
    }),
  );
});

it('has just before a record the place at it, and before everything the start', () => {
  fc.assert(
    fc.property(commits, (commit) => {
      expect(placeAfter(positionOf(commit) - 1)).toEqual({ kind: 'at', commit });
    }),
  );
  expect(placeAfter(0)).toEqual({ kind: 'start' });
});

it.each([2n ** 52n, 2n ** 63n, -1n])('refuses %s, which a number does not tell exactly', (commit) => {
  expect(() => positionOf(commit)).toThrow(expect.objectContaining({ code: 'E_STORE_UNSUPPORTED' }));
});
