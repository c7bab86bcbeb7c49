import { createHash } from 'node:crypto';
import type { RandomBytes } from '@tongban/kernel';

/** Chance that a seed repeats. Whole numbers only; not for secrets. */
export interface SeededRandom {
  /** 0 ≤ result < `bound`, each equally likely; `bound` is 1 to 2^32. */
  below(bound: number): number;
  /** Both ends included. */
  between(low: number, high: number): number;
  /** True `times` out of `outOf`. */
  chance(times: number, outOf: number): boolean;
  /** @throws RangeError of nothing */
  pick<Value>(values: readonly Value[]): Value;
  shuffled<Value>(values: readonly Value[]): Value[];
  readonly bytes: RandomBytes;
}

/** Chance by sfc32 (Small Fast Counter, Chris Doty-Humphrey), its state drawn from the seed by SHA-256. */
export function seededRandom(seed: number | string): SeededRandom {
  const state = new Uint32Array(createHash('sha256').update(String(seed)).digest().buffer.slice(0, 16));
  let [a = 0, b = 0, c = 0, counter = 0] = state;

  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };

  const below = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32)
      throw new RangeError(`no number is below ${bound}`);
    // Numbers beyond the last whole multiple of the bound would favour the small ones.
    const usable = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = next();
      if (value < usable) return value % bound;
    }
  };

  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (times, outOf) => below(outOf) < times,
    pick(values) {
      if (values.length === 0) throw new RangeError('nothing to pick from');
      return values[below(values.length)] as (typeof values)[number];
    },
    shuffled(values) {
      const result = [...values];
      for (let at = result.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [result[at], result[other]] = [
          result[other] as (typeof result)[number],
          result[at] as (typeof result)[number],
        ];
      }
      return result;
    },
    bytes(target) {
      for (let at = 0; at < target.length; at++) target[at] = next() & 0xff;
      return target;
    },
  };
}
