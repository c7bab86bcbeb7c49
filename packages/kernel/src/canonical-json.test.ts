import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

/** RFC 8785 appendix B: the bits of a double and its text. */
const numberVectors: readonly (readonly [string, string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 §3.2.2', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by UTF-16 code units, as in RFC 8785 §3.2.3', () => {
    const members = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson({ ...members, '1': undefined, 一: '' })))).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      '',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson(members)).toBe(canonicalize(members));
  });

  it.each(numberVectors)('writes the double %s as %s', (bits, text) => {
    const double = new DataView(new BigUint64Array([BigInt(`0x${bits}`)]).buffer).getFloat64(0, true);
    expect(canonicalJson(double)).toBe(text);
    expect(canonicalJson({ double })).toBe(`{"double":${text}}`);
  });

  it('sorts names that look like integers as text', () => {
    expect(canonicalJson({ 9: 1, 10: 2, a: 3 })).toBe('{"10":2,"9":1,"a":3}');
    expect(canonicalJson([{ b: { 9: 1, 10: undefined } }])).toBe('[{"b":{"9":1}}]');
  });

  it('keeps a member named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1},"b":1}');
  });

  it('leaves undefined members out and writes undefined items as null', () => {
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    expect(canonicalJson({ b: undefined, a: [undefined, , 1] })).toBe('{"a":[null,null,1]}');
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    expect(canonicalJson({ 1: [undefined, , 1] })).toBe('{"1":[null,null,1]}');
  });

  it.each([
    ['NaN', Number.NaN, RangeError],
    ['an infinity', [1, Number.POSITIVE_INFINITY], RangeError],
    ['an infinity beside an integer-like name', { 1: Number.NEGATIVE_INFINITY }, RangeError],
    ['a lone surrogate', { name: '\ud800' }, RangeError],
    ['a lone surrogate in a name', { 'x\udc00': 1 }, RangeError],
    ['a bigint', { amount: 1n }, TypeError],
    ['a bigint beside an integer-like name', { 1: 1n }, TypeError],
    ['a function', { call: () => 1 }, TypeError],
    ['a symbol', [Symbol('s')], TypeError],
    ['undefined', undefined, TypeError],
  ])('refuses %s', (_, value, error) => {
    expect(() => canonicalJson(value)).toThrow(error);
  });

  it('is not misled by text that looks like an escape', () => {
    expect(canonicalJson({ path: 'C:\\udata' })).toBe(String.raw`{"path":"C:\\udata"}`);
  });

  it('agrees with the canonicalize package on any JSON', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('9', '10', '01', '-1', 'toJSON', 'length', ''),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 6 }),
        fc.dictionary(name, tie('value'), { maxKeys: 40 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        expect(canonicalJson(json)).toBe(canonicalize(json));
      }),
      { numRuns: 500 },
    );
  });

  it('is a fixed point, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.infiniteStream(fc.boolean()), (json, coins) => {
        const text = canonicalJson(json);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(shuffled(json, coins))).toBe(text);
      }),
    );
  });
});

function shuffled(value: unknown, coins: Iterator<boolean>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shuffled(item, coins));
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (coins.next().value) members.push([name, shuffled(member, coins)]);
    else members.unshift([name, shuffled(member, coins)]);
  }
  return Object.fromEntries(members);
}
