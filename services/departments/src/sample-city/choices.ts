import { hash } from 'node:crypto';

/** Choices that follow from a seed and a path: whole numbers only, not for secrets. */
export interface Choices {
  /** 0 ≤ result < `bound`, for bounds far below 2^32. */
  below(bound: number): number;
  /** Both ends included. */
  between(low: number, high: number): number;
  /** True `times` out of `outOf`. */
  chance(times: number, outOf: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  /** A number of `count` digits, with zeros in front. */
  digits(count: number): string;
}

/**
 * The choices of one thing, for example `choices(7, 'vehicles', 12)`. Each path has its own: that another
 * thing is added, or a question asked in one place, changes nothing elsewhere, so that enterprise 12 stays
 * who it is.
 */
export function choices(seed: number, ...path: readonly (string | number)[]): Choices {
  const key = [seed, ...path].join('/');
  let block: Buffer | undefined;
  let blocks = 0;
  let at = 0;
  const below = (bound: number): number => {
    if (block === undefined || at === block.length) {
      block = hash('sha256', `${key}#${blocks++}`, 'buffer');
      at = 0;
    }
    at += 4;
    return block.readUInt32BE(at - 4) % bound;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (times, outOf) => below(outOf) < times,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    digits: (count) => String(below(10 ** count)).padStart(count, '0'),
  };
}
