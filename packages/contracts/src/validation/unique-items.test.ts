import { canonicalJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, validateAgainst } from './schema-validator.ts';
import { sameItems } from './unique-items.ts';

/** Names of members that JavaScript's own objects answer to. */
const knownNames = ['valueOf', 'toString', 'toJSON', 'constructor', 'hasOwnProperty', '__proto__', 'length'];

const anyItem = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(0, -0, 1, '', '0', '1', 'true', true, false, null, '{}', '[]', '__proto__'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', ...knownNames), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('sameItems', () => {
  it.each<[string, string, ReturnType<typeof sameItems>]>([
    ['nothing', '[]', undefined],
    ['one item', '[{"valueOf":""}]', undefined],
    ['other types', '[1,"1",true,"true",null,"null",{},"{}",[],"[]",[1],["1"]]', undefined],
    ['numbers', '[1,2,1.0]', { earlier: 0, later: 2 }],
    ['zeros', '[0,-0]', { earlier: 0, later: 1 }],
    ['texts', '["a","b","b","a"]', { earlier: 1, later: 2 }],
    ['texts that name a prototype', '["__proto__","__proto__"]', { earlier: 0, later: 1 }],
    ['objects in another order', '[{"a":1,"b":[2]},7,{"b":[2],"a":1}]', { earlier: 0, later: 2 }],
    ['lists in another order', '[[1,2],[2,1]]', undefined],
    ['valueOf and none', '[{"a":1},{"valueOf":""}]', undefined],
    ['valueOf twice', '[{"valueOf":""},{"valueOf":""}]', { earlier: 0, later: 1 }],
    ['toString of two kinds', '[{"toString":1},{"toString":"1"}]', undefined],
    ['a constructor, deep', '[{"a":{"constructor":{}}},{"a":{"constructor":[]}}]', undefined],
    ['a prototype of its own', '[{"__proto__":{"a":1}},{"a":1},{}]', undefined],
    ['that prototype twice', '[{"__proto__":{"a":1}},{"__proto__":{"a":1}}]', { earlier: 0, later: 1 }],
    ['what has no text', '["\\ud800",{"a":"\\ud800"},{"a":"\\ud800"},{"a":1e999},{"a":1e999}]', undefined],
  ])('of %s', (_what, json, expected) => {
    expect(sameItems(JSON.parse(json))).toEqual(expected);
  });

  it('finds two items exactly where their canonical texts are equal', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 6 }), (items) => {
        const texts = items.map((item) => canonicalJson(item));
        const later = texts.findIndex((text, at) => texts.indexOf(text) < at);
        const expected = later < 0 ? undefined : { earlier: texts.indexOf(texts[later] as string), later };
        expect(sameItems(items)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a time that grows with the number of items, not with that of pairs', () => {
    const items = Array.from({ length: 20_000 }, (_, at) => ({ a: { b: { c: at } } }));
    const startedAt = performance.now();
    expect(sameItems(items)).toBeUndefined();
    // Every pair would take about 10 s.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('uniqueItems of a schema', () => {
  const listOf = (items: object, uniqueItems = true) =>
    ({ type: 'array', items, uniqueItems, description: '清单 / list' }) as never;
  const object = { type: 'object', properties: { a: { type: 'integer' } } };

  it('tells which items are the same, beside all other defects', () => {
    const schema = listOf({ ...object, additionalProperties: false });
    const value = JSON.parse('[{"a":"x"},{"valueOf":""},{"valueOf":""}]');
    const problems = validateAgainst(schema, value, '/data');
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`).sort()).toEqual([
      '/data uniqueItems',
      '/data/0/a type',
      '/data/1/valueOf additionalProperties',
      '/data/2/valueOf additionalProperties',
    ]);
    expect(problems.find(({ rule }) => rule === 'uniqueItems')).toEqual({
      pointer: '/data',
      rule: 'uniqueItems',
      expected: true,
      message: {
        zh: '“清单”（data）的各项不得重复：第 2 项与第 3 项相同',
        en: 'the elements of "list" (data) must differ: number 2 and number 3 are the same',
      },
    });
  });

  it('takes what differs, and anything where it is not asked for', () => {
    expect(fits(listOf(object), JSON.parse('[{"valueOf":""},{"toString":""},{"constructor":1}]'))).toBe(true);
    expect(fits(listOf({ type: 'string' }), ['a', 'b', 'a'])).toBe(false);
    expect(fits(listOf({ type: 'string' }, false), ['a', 'b', 'a'])).toBe(true);
    expect(fits(listOf(object), 'no list')).toBe(false);
  });

  it('stays alone: values of a list or a constant, which the profile has of scalars only, meet any data', () => {
    const many = Array.from({ length: 300 }, (_, at) => `v${at}`);
    for (const json of ['{"valueOf":""}', '{"toString":1}', '{"constructor":[]}', '[{"valueOf":""}]']) {
      for (const rule of [{ enum: many }, { enum: ['v1'] }, { const: 'v1' }]) {
        const problems = validateAgainst({ type: 'string', ...rule }, JSON.parse(json));
        expect(problems.map(({ rule }) => rule)).toContain('type');
      }
    }
  });
});
