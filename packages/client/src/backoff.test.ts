import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs, defaultRetryTerms } from './backoff.ts';
import { retryAfterSeconds } from './problem-of-answer.ts';

it('waits between half and the whole of a delay that doubles up to its limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 0, max: 65_535 }),
      (failures, chance) => {
        const random = (target: Uint8Array): Uint8Array => {
          target.set([chance >> 8, chance & 0xff]);
          return target;
        };
        const wholeMs = Math.min(15_000, 250 * 2 ** (failures - 1));
        const waitMs = backoffMs(defaultRetryTerms, failures, random);
        expect(waitMs).toBeGreaterThan(wholeMs / 2);
        expect(waitMs).toBeLessThanOrEqual(wholeMs);
        expect(Number.isInteger(waitMs)).toBe(true);
      },
    ),
  );
});

it.each([
  [null, undefined],
  ['0', 0],
  ['120', 120],
  ['Thu, 01 Jan 1970 00:01:30 GMT', 90],
  ['Wed, 31 Dec 1969 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
])('reads Retry-After %j as %s seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, 0)).toBe(seconds);
});
