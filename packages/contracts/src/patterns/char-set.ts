/** A set of code points as ascending ranges that do not touch, both ends inclusive. */
export type CharSet = readonly (readonly [from: number, to: number])[];

const lastCodePoint = 0x10ffff;

/** Everything that a string can hold: surrogates are no characters. */
export const anyChar: CharSet = [
  [0, 0xd7ff],
  [0xe000, lastCodePoint],
];

export function charSet(ranges: readonly (readonly [number, number])[]): CharSet {
  const merged: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const ranges: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) ranges.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= lastCodePoint) ranges.push([next, lastCodePoint]);
  return intersection(ranges, anyChar);
}

export function intersection(a: CharSet, b: CharSet): CharSet {
  const ranges: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [fromA, toA] = a[i] as readonly [number, number];
    const [fromB, toB] = b[j] as readonly [number, number];
    const from = Math.max(fromA, fromB);
    const to = Math.min(toA, toB);
    if (from <= to) ranges.push([from, to]);
    if (toA < toB) i++;
    else j++;
  }
  return ranges;
}

export function overlaps(a: CharSet, b: CharSet): boolean {
  return intersection(a, b).length > 0;
}

/** By halving: a set of letters has hundreds of ranges. */
export function contains(set: CharSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [from, to] = set[middle] as readonly [number, number];
    if (codePoint < from) high = middle;
    else if (codePoint > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** What a class escape of a regular expression means: `\\d`, `\\p{L}` … */
export function escapedSet(notation: string): CharSet {
  const known = escapedSets.get(notation);
  if (known) return known;
  const isNegated = /^\\[DWSP]/.test(notation);
  const found = isNegated
    ? complement(escapedSet(`\\${notation.charAt(1).toLowerCase()}${notation.slice(2)}`))
    : askEngine(notation);
  if (escapedSets.size < escapedSetsMax) escapedSets.set(notation, found);
  return found;
}

const escapedSetsMax = 100;
const escapedSets = new Map<string, CharSet>([
  ['\\d', [[0x30, 0x39]]],
  [
    '\\w',
    [
      [0x30, 0x39],
      [0x41, 0x5a],
      [0x5f, 0x5f],
      [0x61, 0x7a],
    ],
  ],
]);

/**
 * Blocks in which characters differ, and those in which one answers for all: unassigned, private use, no
 * characters.
 */
const mixedBlocks: CharSet = [
  [0, 0xd7ff],
  [0xe000, 0x33fff],
  [0xe0000, 0xe0fff],
];
const uniformBlocks: CharSet = [
  [0x34000, 0xdffff],
  [0xe1000, 0xeffff],
  [0xf0000, 0xffffd],
  [0xffffe, 0xfffff],
  [0x100000, 0x10fffd],
  [0x10fffe, lastCodePoint],
];

/** The characters that an escape matches, found by letting it run over all of them (about 20 ms). */
function askEngine(notation: string): CharSet {
  const runs = new RegExp(`${notation}+`, 'gu');
  const one = new RegExp(`^${notation}$`, 'u');
  const ranges = uniformBlocks
    .filter(([first]) => one.test(String.fromCodePoint(first)))
    .map(([a, b]) => [a, b] as const);
  const chunkSize = 0x1000;
  for (const [first, last] of mixedBlocks) {
    for (let from = first; from <= last; from += chunkSize) {
      const length = Math.min(chunkSize, last - from + 1);
      // A chunk is all within the first plane or all beyond it: there each character is two code units.
      const unitsEach = from > 0xffff ? 2 : 1;
      const text = String.fromCodePoint(...Array.from({ length }, (_, at) => from + at));
      for (const { index, 0: run } of text.matchAll(runs)) {
        const start = from + index / unitsEach;
        ranges.push([start, start + run.length / unitsEach - 1]);
      }
    }
  }
  return charSet(ranges);
}
