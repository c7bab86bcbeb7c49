import { describe, expect, it } from 'vitest';
import { anyChar, type CharSet, complement, contains, escapedSet, intersection } from './char-set.ts';

describe('character sets', () => {
  it.each(['\\d', '\\w', '\\s', '\\S', '\\p{L}', '\\P{L}', '\\p{Script=Han}', '\\p{Cn}'])(
    '%s means what the engine takes it for',
    (notation) => {
      const set = escapedSet(notation);
      const expression = new RegExp(`^${notation}$`, 'u');
      let differences = 0;
      for (const [from, to] of anyChar) {
        // Every 7th character: all of them would take long, and ranges begin at odd places.
        for (let at = from; at <= to; at += 7) {
          if (contains(set, at) !== expression.test(String.fromCodePoint(at))) differences++;
        }
      }
      expect(differences).toBe(0);
    },
  );

  it('contain both ends of each of their ranges, and nothing beside it', () => {
    expect(contains([], 0)).toBe(false);
    const sets = [
      [[5, 5]],
      [
        [0, 2],
        [4, 4],
        [6, 0x10ffff],
      ],
      escapedSet('\\p{L}'),
    ] satisfies CharSet[];
    for (const set of sets)
      for (const [from, to] of set)
        expect([from - 1, from, to, to + 1].map((at) => contains(set, at))).toEqual([
          false,
          true,
          true,
          false,
        ]);
  });

  it('and their complements have nothing in common and everything together', () => {
    const digits = escapedSet('\\d');
    expect(intersection(digits, complement(digits))).toEqual([]);
    expect(complement(complement(digits))).toEqual(digits);
  });
});
