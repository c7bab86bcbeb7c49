import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

it('repeats for a seed and differs between seeds', () => {
  const numbers = (seed: number | string): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 20 }, () => random.below(1_000_000));
  };
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  expect(numbers('7')).toEqual(numbers(7));
});

it('keeps to its bounds', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
      const value = seededRandom(seed).below(bound);
      expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
    }),
  );
  const random = seededRandom(1);
  expect(new Set(Array.from({ length: 200 }, () => random.between(3, 5)))).toEqual(new Set([3, 4, 5]));
  expect([random.chance(0, 5), random.chance(5, 5)]).toEqual([false, true]);
  expect(() => random.below(0)).toThrow(RangeError);
  expect(() => random.pick([])).toThrow(RangeError);
});

it('is even: of 60,000 throws of a die each face comes about 10,000 times', () => {
  const random = seededRandom('die');
  const counts = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < 60_000; at++) {
    const face = random.below(6);
    counts[face] = (counts[face] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

it('shuffles without losing anything, and fills bytes', () => {
  const values = Array.from({ length: 50 }, (_, at) => at);
  const random = seededRandom(3);
  const shuffled = random.shuffled(values);
  expect(shuffled).not.toEqual(values);
  expect(shuffled.sort((a, b) => a - b)).toEqual(values);
  expect(new Set(random.bytes(new Uint8Array(4_096))).size).toBe(256);
});
