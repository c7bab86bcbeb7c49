import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './json-scanner.ts';
import { ok } from './result.ts';
import { examineJson, parseJson } from './strict-json.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Pointer and rule of every problem. */
function defects(input: string | Uint8Array, options = {}): string[] {
  return examineJson(input, options).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

function sentence(input: string): string | undefined {
  return examineJson(input).problems[0]?.message.en;
}

describe('parseJson', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        fc.pre(scanJson(text, 32).problems.length === 0);
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
        expect(parseJson(bytes(text))).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with the exact scanner on any text made of the pieces of JSON', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '"a":', '"b":1', '{"a":1,"a":2}'),
      fc.constantFrom('0', '-', '1e9', '1e400', '-0', '9007199254740993', '0.1', '1.5', '00', ' ', '\n'),
      fc.constantFrom('true', 'false', 'null', '"\\ud800"', '"\\ud83d\\ude00"', '"中"', '\ufeff', '\u0001'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { value, problems } = examineJson(text, { depthMax: 3 });
        expect(problems).toEqual(scanJson(text, 3).problems);
        if (value !== undefined) expect(value).toEqual(JSON.parse(text));
        else expect(problems).not.toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses exactly what JSON.parse refuses, of damaged JSON', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', '"', '}', ',', '1', '\\'))
      .map(([text, at, length, instead]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + instead + text.slice(from + length);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const isSyntaxSound = !scanJson(text, 1_000).problems.some(({ rule }) => rule === 'json-syntax');
        expect(isSyntaxSound).toBe(isJson(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds a duplicate key wherever it is put', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (members, nth) => {
        const entries = Object.entries(members).map(([name, value]) => [name, JSON.stringify(value)]);
        const again = entries[nth % entries.length] as string[];
        const text = `{${[...entries, again].map(([name, value]) => `${JSON.stringify(name)}:${value}`)}}`;
        expect(defects(text).filter((defect) => defect.endsWith('duplicate-key'))).toHaveLength(1);
      }),
    );
  });

  it.each([
    ['a key that comes twice', '{"a":1,"b":{"c":1,"c":2}}', ['/b/c duplicate-key']],
    ['equal keys written differently', String.raw`{"a":1,"\u0061":2}`, ['/a duplicate-key']],
    ['a key that comes twice behind an object in order', '[{"a":1},{"a":1,"a":2}]', ['/1/a duplicate-key']],
    ['a key three times', '[{"~/":1,"~/":2,"~/":3}]', ['/0/~0~1 duplicate-key', '/0/~0~1 duplicate-key']],
    ['2^53', '[9007199254740991,9007199254740992]', ['/1 number-range']],
    ['-2^53', '-9007199254740992', [' number-range']],
    ['an infinity', '{"a":1e400}', ['/a number-range']],
    ['an integer with an exponent', '1e16', [' number-range']],
    ['digits that a double loses', '[0.1234567890123456789]', ['/0 number-precision']],
    ['a fraction behind a large integer', '9007199254740991.5', [' number-range']],
    ['a fraction that disappears', '4503599627370497.3', [' number-precision']],
    ['an underflow', '1e-400', [' number-precision']],
    ['a lone surrogate', String.raw`{"a":["\ud800"]}`, ['/a/0 lone-surrogate']],
    ['surrogates in the wrong order', String.raw`"\ude00\ud83d"`, [' lone-surrogate']],
    ['a lone surrogate in a key', String.raw`{"\uDC00":1}`, [' lone-surrogate']],
    ['a raw lone surrogate', '["\ud800"]', ['/0 lone-surrogate']],
  ])('names %s', (_, text, expected) => {
    expect(defects(text)).toEqual(expected);
  });

  it.each([
    '9007199254740991',
    '-9007199254740991',
    '1e15',
    '1.0e2',
    '123456789012345.0000',
    '0.1000000000000000000000000000',
    '5e-324',
    '1.5E-7',
    '-0',
    '0e999',
    String.raw`"\ud83d\ude00"`,
    String.raw`"\ud7ff"`,
    String.raw`"\\ud800"`,
    '{"a":{"b":1},"b":{"a":1}}',
    '{"a:b":":","c":"{\\"a\\":1,\\"a\\":2}"}',
    ' [ ] ',
  ])('takes %s', (text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('reports every defect at once, and gives the value where it can be read', () => {
    const { value, problems } = examineJson('{"a":1,"a":2,"n":1e16}');
    expect(value).toEqual({ a: 2, n: 1e16 });
    expect(problems.map(({ rule }) => rule)).toEqual(['duplicate-key', 'number-range']);
    expect(parseJson('{"a":1,"a":2}').ok).toBe(false);
  });

  it('says where malformed text breaks off, in which member', () => {
    expect(sentence('{\n  "data": {"unit": "kWh" "sum": 1}\n}')).toBe(
      'not JSON: line 2, column 26: expected "," or "}", found "\\""',
    );
    expect(defects('{"data":{"items":[1,2,}}')).toEqual(['/data/items/2 json-syntax']);
    expect(sentence('')).toBe('not JSON: line 1, column 1: expected a value, found the end of the text');
    expect(sentence("{'a':1}")).toBe(
      'not JSON: line 1, column 2: expected a key in double quotes, found "\'"',
    );
    expect(sentence('{"a":1}}')).toBe('not JSON: line 1, column 8: expected the end of the text, found "}"');
    expect(sentence('{"a":"x')).toBe(
      'not JSON: line 1, column 8: expected the rest of a string, found the end of the text',
    );
    expect(sentence('["\\x"]')).toContain('expected an escape such as');
    expect(sentence('[-]')).toContain('expected a number');
    expect(sentence('[tru]')).toContain('expected a value');
    expect(sentence('[01]')).toContain('expected "," or "]"');
    expect(sentence('😀')).toContain('found "😀"');
  });

  it('speaks both languages', () => {
    for (const text of ['{', '{"a":1,"a":1}', '1e99', '1e-999', '"\\ud800"', '\ufeff{}', '['.repeat(40)]) {
      for (const { message } of examineJson(text).problems) {
        expect(message.zh).toMatch(/\p{Script=Han}/u);
        expect(message.en).toMatch(/^[\x20-\x7e±]+$/);
      }
    }
  });

  it('counts nesting, and does not read what is too deep', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(32)).ok).toBe(true);
    expect(defects(nested(33))).toEqual([`${'/0'.repeat(32)} depth`]);
    expect(examineJson('[1,[[2]],3]', { depthMax: 2 }).value).toEqual([1, [null], 3]);
    expect(defects('{"a":{"b":{}},"c":1,"c":2}', { depthMax: 2 })).toEqual([
      '/a/b depth',
      '/c duplicate-key',
    ]);
    expect(defects('[[["]","["]],01]', { depthMax: 2 })).toEqual(['/0/0 depth', ' json-syntax']);
    expect(defects('['.repeat(1_000_000))).toEqual([`${'/0'.repeat(32)} depth`]);
    expect(defects('[[["'.repeat(5), { depthMax: 2 })).toEqual(['/0/0 depth', '/0/0 json-syntax']);
  });

  it('counts from the depth in which a text stands, and names the limit of the whole', () => {
    const tooDeep = (text: string, depthStart: number): unknown =>
      examineJson(text, { depthMax: 2, depthStart }).problems.map(({ pointer, expected }) => [
        pointer,
        expected,
      ]);
    expect([tooDeep('[[[]]]', -1), tooDeep('[[]]', 0), tooDeep('[]', 1)]).toEqual([[], [], []]);
    expect(tooDeep('[[[[]]]]', -1)).toEqual([['/0/0/0', 2]]);
    expect(tooDeep('[[]]', 1)).toEqual([['/0', 2]]);
  });

  it('bounds the size in bytes of UTF-8', () => {
    expect(parseJson('"中"', { bytesMax: 5 }).ok).toBe(true);
    expect(defects('"中"', { bytesMax: 4 })).toEqual([' max-bytes']);
    expect(defects(bytes('"中"'), { bytesMax: 4 })).toEqual([' max-bytes']);
    expect(defects('"中中中"', { bytesMax: 10 })).toEqual([' max-bytes']);
  });

  it('refuses a byte order mark', () => {
    expect(defects('\ufeff{"a":1,"a":2}')).toEqual([' byte-order-mark', '/a duplicate-key']);
    expect(defects(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toEqual([' byte-order-mark']);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(defects(new Uint8Array([0x22, 0xc0, 0xa0, 0x22]))).toEqual([' utf-8']);
  });

  it('keeps __proto__ an own member', () => {
    const { value } = examineJson('{"__proto__":{"isAdmin":true}}');
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect((value as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(defects('{"__proto__":1,"__proto__":2}')).toEqual(['/__proto__ duplicate-key']);
  });

  it('reads a name with an escape as what it says, whatever was read before', () => {
    // V8 remembers the name \ of the first text, and takes the backslash of the second one for it.
    expect(examineJson(String.raw`{"of one":1,"\\":1}`).value).toEqual({ 'of one': 1, '\\': 1 });
    expect(examineJson(String.raw`{"of one":1,"\u529e":1}`).value).toEqual({ 'of one': 1, 办: 1 });
    expect(defects(String.raw`{"a\"" : 1, "a\u0022": 2, "b": [{"\u0063": 1e400}]}`)).toEqual([
      '/a" duplicate-key',
      '/b/0/c number-range',
    ]);
    const odd = fc.constantFrom('"', '\\', '\n', 'a', '办', '😀', '0');
    const name = fc.string({ unit: odd, maxLength: 4 });
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(true, false, null, 0, -1.5, ''),
        fc.string({ unit: odd }),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(name, tie('json'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(ok(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('collects no more problems than anybody reads', () => {
    expect(defects(`[${Array(1_000).fill('1e400').join(',')}]`)).toHaveLength(100);
  });

  it('shortens a literal in its message', () => {
    expect(sentence('9'.repeat(1_000))?.length).toBeLessThan(200);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
