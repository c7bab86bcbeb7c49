import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeJson } from './decode-json.ts';

const raw = String.raw;
const odd = fc.constantFrom('"', '\\', '\n', 'a', '办', '😀', '0', ':', ' ');
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(true, false, null, 0, -1.5, ''),
    fc.string({ unit: odd }),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.string({ unit: odd, maxLength: 4 }), tie('json'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

describe('decodeJson', () => {
  // After this text V8 takes any name with an escape, second after "of two", for the name \.
  beforeEach(() => {
    JSON.parse(raw`{"of two":1,"\\":1}`);
  });

  it.each([
    [raw`{"of two":1,"\u529e":1}`, { 'of two': 1, 办: 1 }],
    [raw`{"of two":1,"\"":1}`, { 'of two': 1, '"': 1 }],
    [raw`{ "of two" : "\\\"" , "\n" : [ {} ] }`, { 'of two': '\\"', '\n': [{}] }],
    [raw`{"a":"\\","of":{"of two":":","\t" ${'\n'}:1}}`, { a: '\\', of: { 'of two': ':', '\t': 1 } }],
  ])('reads the name in %s as it is', (text, value) => {
    expect(decodeJson(text)).toEqual(value);
  });

  it('gives back what was written, whatever was read before', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1), (value, indent) => {
        expect(decodeJson(JSON.stringify(value, undefined, indent))).toEqual(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes what JSON.parse takes, and nothing else', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\u0061',
      raw`"\n":`,
      '1',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) decodeJson(text);
        else expect(() => decodeJson(text), text).toThrow(SyntaxError);
      }),
      { numRuns: 5_000, examples: [[['{', raw`"\n":`, '1', '}']], [['{', raw`"\n":`, '\\', '}']]] },
    );
    expect(() => decodeJson(`\uFEFF${raw`{"\n":1}`}`)).toThrow(SyntaxError);
  });

  it('keeps what a strict reader would refuse, as JSON.parse does', () => {
    const text = raw`{"\n":1,"a":1,"a":2,"n":1e400,"s":"\ud800","__proto__":1}`;
    expect(decodeJson(text)).toEqual(JSON.parse(text));
    expect(Object.hasOwn(decodeJson(text) as object, '__proto__')).toBe(true);
  });

  it('refuses a text with an escaped name that is nested beyond reason, and does not run out of stack', () => {
    const nested = (levels: number): string => `${raw`{"\n":`.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(decodeJson(nested(500))).toBeTypeOf('object');
    for (const levels of [501, 1_000_000]) expect(() => decodeJson(nested(levels))).toThrow(SyntaxError);
  });
});
