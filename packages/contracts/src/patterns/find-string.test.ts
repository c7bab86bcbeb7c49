import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findString, type StringSet } from './find-string.ts';

const any = { lengthMin: 0, lengthMax: Infinity };

/** Small patterns over few letters, so that two of them often have something to do with each other. */
const patterns: fc.Arbitrary<string> = fc
  .letrec<{ pattern: string; atom: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      tie('atom'),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'))
        .map(([a, n]) => `(${a})${n}`),
    ),
    atom: fc.constantFrom('a', 'b', '[ab]', '[^a]', '[a-c]', 'c', '\\d', '.'),
  }))
  .pattern.map((body) => `^${body}$`);

const sets: fc.Arbitrary<StringSet> = fc
  .record({ pattern: fc.option(patterns, { nil: undefined }), lengthMin: fc.nat(3), more: fc.nat(6) })
  .map(({ pattern, lengthMin, more }) => ({
    lengthMin,
    lengthMax: lengthMin + more,
    ...(pattern === undefined ? {} : { pattern }),
  }));

function isIn({ pattern, lengthMin, lengthMax }: StringSet, text: string): boolean {
  const { length } = [...text];
  return (
    length >= lengthMin &&
    length <= lengthMax &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text))
  );
}

/** All texts of up to five of these letters. */
const texts: readonly string[] = [0, 1, 2, 3, 4, 5].flatMap((length) => {
  let all = [''];
  for (let at = 0; at < length; at++)
    all = all.flatMap((text) => ['a', 'b', 'c', '0', '\n'].map((letter) => text + letter));
  return all;
});

describe('findString', () => {
  it('finds what is in the one set and not in the other', () => {
    fc.assert(
      fc.property(sets, sets, (within, without) => {
        const search = findString(within, without);
        if (typeof search !== 'object') return;
        expect(isIn(within, search.found)).toBe(true);
        expect(isIn(without, search.found)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('says none only where there is none', () => {
    fc.assert(
      fc.property(sets, sets, (within, without) => {
        if (findString(within, without) !== 'none') return;
        expect(texts.find((text) => isIn(within, text) && !isIn(without, text))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('finds the shortest', () => {
    expect(findString({ ...any, pattern: '^a{3,9}$' })).toEqual({ found: 'aaa' });
    expect(findString({ ...any, pattern: '^a{3,9}$' }, { ...any, lengthMax: 5 })).toEqual({
      found: 'aaaaaa',
    });
    expect(findString({ ...any, pattern: '^[0-9]+$', lengthMin: 4 })).toEqual({ found: '0000' });
  });

  it('knows expressions that say the same in other words', () => {
    const one = { ...any, pattern: '^[a-z]([a-z]|[0-9])*$' };
    const other = { ...any, pattern: '^[a-z][a-z0-9]*$' };
    expect(findString(one, other)).toBe('none');
    expect(findString(other, one)).toBe('none');
  });

  it('counts characters, not code units', () => {
    expect(findString({ pattern: '^[𠮷]{2}$', lengthMin: 2, lengthMax: 2 })).toEqual({ found: '𠮷𠮷' });
  });

  it('understands character classes as the engine does', () => {
    expect(findString({ ...any, pattern: '^\\p{L}$' }, { ...any, pattern: '^[\\p{L}\\p{N}]$' })).toBe('none');
    expect(findString({ ...any, pattern: '^[^\\d]$' }, { ...any, pattern: '^\\D$' })).toBe('none');
    expect(findString({ ...any, pattern: '^\\w$' }, { ...any, pattern: '^[A-Za-z0-9_]$' })).toBe('none');
  });

  it('gives up rather than answer wrongly', () => {
    expect(findString({ ...any, pattern: '^(?=a).$' })).toBe('unknown');
    expect(findString({ ...any, pattern: '^(a{900}){9}$' })).toBe('unknown');
  });
});
