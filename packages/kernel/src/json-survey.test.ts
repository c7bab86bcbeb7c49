import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';
import { examineJson } from './strict-json.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (part: Uint8Array | undefined): string | undefined =>
  part === undefined ? undefined : new TextDecoder().decode(part);

/** What is said to be canonical of a text, in the order of the objects. */
function canonicalIn(input: string): readonly (string | undefined)[] {
  return (examineJson(bytes(input)).canonical ?? []).map(text);
}

it.each([
  '{}',
  '{"a":1,"b":[{},{"c":"中","d":null}],"c":{"a":true,"z":-12}}',
  String.raw`{"a":"\" \\ \b \f \n \r \t","a!":0,"aa":123456789012345}`,
  '{"a":{"z":1},"b":{"a":1}}',
])('knows %s to be canonical', (canonical) => {
  expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
  expect(canonicalIn(canonical)).toEqual([canonical]);
  expect(canonicalIn(`[${canonical},{"b":1,"a":2},${canonical}]`)).toEqual([canonical, undefined, canonical]);
});

it.each([
  ['names out of order', '{"b":1,"a":2}'],
  ['a name out of order in another object', '{"a":[{"b":1,"a":2}]}'],
  ['a name before one that it begins with', '{"aa":1,"a":2}'],
  ['a name that goes on with what comes before the quote', '{"a!":1,"a":2}'],
  ['white space', '{"a": 1}'],
  ['white space at the end of an object', '{"a":1\n}'],
  ['a fraction', '{"a":1.0}'],
  ['a zero with a sign', '{"a":-0}'],
  ['a letter that is escaped', String.raw`{"a":"\u0061"}`],
  ['a slash that is escaped', String.raw`{"a":"\/"}`],
])('does not take %s for canonical', (_, input) => {
  expect(canonicalIn(input)).toEqual([undefined]);
  expect(canonicalIn(`[${input},{"a":1}]`)).toEqual([undefined, '{"a":1}']);
});

it.each(['[[{"a":1},{"a":2}],{"a":3},4]', '[{"a":1},5]', '[null,{"a":1}]', '7', '"{}"'])(
  'says nothing of the objects in %s, which are not all items',
  (input) => {
    expect(canonicalIn(input).every((one) => one === undefined)).toBe(true);
  },
);

it('never takes for canonical what is written in another way', () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'a!', 'aa', 'b', '0', '10', '2', '', '__proto__', 'é', '\ue000', '𐀀', '"', '\\'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const { value } = fc.letrec<{ value: Json; object: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(
        null,
        true,
        0,
        -0,
        1,
        -7,
        1.5,
        1e21,
        123_456_789_012_345,
        'a',
        '\n',
        '/',
        '中',
        '𐀀',
      ),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc
      .array(fc.tuple(name, tie('value')), { maxLength: 4 })
      .map((members) => Object.fromEntries(members) as Json),
  }));
  const written = fc.oneof(
    value.map((one) => canonicalJson(one)),
    value.map((one) => JSON.stringify(one)),
    value.map((one) => JSON.stringify(one, null, 1)),
    fc
      .array(value, { maxLength: 3 })
      .map((items) => `[${items.map((item) => canonicalJson(item)).join(',')}]`),
  );
  const change = fc.tuple(
    fc.nat(60),
    fc.nat(2),
    fc.constantFrom(
      ' ',
      '\n',
      '-0',
      '.0',
      '0',
      '\\/',
      '\\u0041',
      '"',
      ':',
      ',',
      '{',
      '}',
      '[',
      ']',
      '"a":1,',
      '{}',
    ),
  );
  let known = 0;
  fc.assert(
    fc.property(written, fc.array(change, { maxLength: 2 }), (whole, changes) => {
      let input = whole;
      for (const [at, dropped, put] of changes) input = input.slice(0, at) + put + input.slice(at + dropped);
      const { value, problems, canonical } = examineJson(bytes(input));
      if (canonical === undefined) return;
      expect(problems).toEqual([]);
      const items = (Array.isArray(value) ? value : [value]) as readonly Json[];
      for (const [at, part] of canonical.entries()) {
        if (part === undefined) continue;
        known++;
        expect(text(part)).toBe(canonicalJson(items[at]));
      }
    }),
    { numRuns: 3_000 },
  );
  expect(known).toBeGreaterThan(100);
});
