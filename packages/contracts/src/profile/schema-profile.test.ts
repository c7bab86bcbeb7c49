import type { Json, JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { sampleSchema } from '../fixtures/sample-contract.ts';
import { checkSchemaProfile } from './schema-profile.ts';

const dataschema = 'https://contracts.tongban.example/tax/clearance-issued/1.0';

function defects(schema: JsonObject): readonly string[] {
  const found: string[] = [];
  checkSchemaProfile(schema, dataschema, ({ pointer, rule }) => found.push(`${pointer} ${rule}`));
  return found;
}

/** Defects of a schema whose only field is `x`. */
function defectsOf(node: JsonObject, more: JsonObject = {}): readonly string[] {
  return defects(sampleSchema('1.0', { x: { description: '字段 / field', ...node } }, [], more));
}

describe('the contract profile', () => {
  it('takes the sample', () => {
    expect(defects(sampleSchema())).toEqual([]);
  });

  it.each<[string, JsonObject, string[]]>([
    ['another $id', { $id: 'https://elsewhere.example/1' }, ['/$id const']],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, ['/$schema const']],
    ['no title', { title: '' }, ['/title required']],
    ['open objects', { additionalProperties: true }, ['/additionalProperties closed']],
    ['composition', { allOf: [] }, ['/allOf keyword']],
    ['patternProperties', { patternProperties: {} }, ['/patternProperties keyword']],
    [
      'required of unknown fields',
      { required: ['certificateNo', 'unknown'] },
      ['/required/1 known-property'],
    ],
    ['required twice', { required: ['paidFen', 'paidFen'] }, ['/required/1 known-property']],
    ['no list of what is required', { required: null }, ['/required required']],
  ])('refuses %s', (_what, changes, expected) => {
    expect(defects({ ...sampleSchema(), ...changes })).toEqual(expected);
  });

  it.each<[string, JsonObject, string[]]>([
    ['no type', {}, ['/properties/x/type type']],
    ['several types', { type: ['string', 'null'] }, ['/properties/x/type type']],
    ['null', { type: 'null' }, ['/properties/x/type type']],
    ['strings without a bound', { type: 'string' }, ['/properties/x/maxLength bounded']],
    ['a negative bound', { type: 'string', maxLength: -1 }, ['/properties/x/maxLength bounded']],
    [
      'bounds the wrong way round',
      { type: 'string', minLength: 5, maxLength: 3 },
      ['/properties/x/minLength order'],
    ],
    ['unknown formats', { type: 'string', maxLength: 9, format: 'email' }, ['/properties/x/format enum']],
    [
      'free patterns',
      { type: 'string', maxLength: 9, pattern: '[a-z]' },
      ['/properties/x/pattern pattern-anchored'],
    ],
    [
      'no expressions',
      { type: 'string', maxLength: 9, pattern: '^[$' },
      ['/properties/x/pattern pattern-syntax'],
    ],
    [
      'look-around',
      { type: 'string', maxLength: 9, pattern: '^(?!a)b$' },
      ['/properties/x/pattern pattern-plain'],
    ],
    [
      'slow patterns',
      { type: 'string', maxLength: 9, pattern: '^(a+)+$' },
      ['/properties/x/pattern pattern-linear'],
    ],
    ['empty enumerations', { type: 'string', enum: [] }, ['/properties/x/enum enum']],
    ['values of another type', { type: 'string', enum: ['a', 1] as Json[] }, ['/properties/x/enum enum']],
    ['values that come twice', { type: 'integer', enum: [1, 1] }, ['/properties/x/enum enum']],
    ['constants of another type', { type: 'boolean', const: { valueOf: '' } }, ['/properties/x/const enum']],
    // The validator reads these too, and cannot be made of them.
    ['several formats', { type: 'string', maxLength: 9, format: ['date'] }, ['/properties/x/format enum']],
    [
      'a format that is no name',
      { type: 'string', maxLength: 9, format: { toString: '' } },
      ['/properties/x/format enum'],
    ],
    [
      'a bound that is none beside a list',
      { type: 'string', enum: ['a'], maxLength: 'x', format: ['date'] },
      ['/properties/x/maxLength bounded', '/properties/x/format enum'],
    ],
    [
      'a pattern that is none beside a constant',
      { type: 'string', const: 'a', pattern: '^[$' },
      ['/properties/x/pattern pattern-syntax'],
    ],
    [
      'a limit that is none beside a constant',
      { type: 'integer', const: 1, maximum: '1' },
      ['/properties/x/maximum bounded'],
    ],
    [
      'arrays without a bound',
      { type: 'array', items: { type: 'boolean' } },
      ['/properties/x/maxItems bounded'],
    ],
    ['arrays of anything', { type: 'array', maxItems: 3 }, ['/properties/x/items required']],
    [
      'tuples',
      { type: 'array', maxItems: 3, items: { type: 'boolean' }, prefixItems: [] },
      ['/properties/x/prefixItems keyword'],
    ],
    ['numbers without bounds', { type: 'integer', minimum: 0 }, ['/properties/x/maximum bounded']],
    [
      'numbers beyond JSON',
      { type: 'integer', minimum: 0, maximum: 1e20 },
      ['/properties/x/maximum bounded'],
    ],
    ['remote references', { $ref: 'https://elsewhere.example/1' }, ['/properties/x/$ref local-reference']],
    ['references that lead nowhere', { $ref: '#/$defs/none' }, ['/properties/x/$ref reference']],
    [
      'keywords beside a reference',
      { $ref: '#/$defs/none', type: 'string' },
      ['/properties/x/type keyword', '/properties/x/$ref reference'],
    ],
  ])('refuses %s', (_what, node, expected) => {
    expect(defectsOf(node)).toEqual(expected);
  });

  it('wants fields described in both languages and named in camelCase', () => {
    const properties = { Bad_Name: { type: 'boolean', description: '只有中文' } };
    expect(defects(sampleSchema('1.0', properties, []))).toEqual([
      '/properties/Bad_Name camel-case',
      '/properties/Bad_Name/description description',
    ]);
  });

  it('refuses names that every object has', () => {
    const properties = { valueOf: { type: 'boolean', description: '值 / value' } };
    expect(defects(sampleSchema('1.0', properties, []))).toEqual(['/properties/valueOf reserved-name']);
  });

  it('wants money in whole fen', () => {
    const properties = { paidFen: { type: 'number', description: '金额 / amount', minimum: 0, maximum: 1 } };
    expect(defects(sampleSchema('1.0', properties, []))).toEqual(['/properties/paidFen/type money']);
  });

  it('refuses definitions that nobody uses and values that never end', () => {
    const node = (required: string[]): JsonObject => ({
      type: 'object',
      additionalProperties: false,
      required,
      properties: { next: { description: '下一个 / next', $ref: '#/$defs/node' } },
    });
    expect(defectsOf({ type: 'boolean' }, { $defs: { node: node([]) } })).toEqual([]);
    expect(defectsOf({ $ref: '#/$defs/node' }, { $defs: { node: node(['next']) } })).toEqual([
      '/$defs/node endless',
    ]);
    expect(defectsOf({ type: 'boolean' }, { $defs: { spare: { type: 'boolean' } } })).toEqual([
      '/$defs/spare unused',
    ]);
  });

  it('reads what should be a name or a number, and has no text, as none', () => {
    const odd = { toString: '', valueOf: '' };
    const list = { type: 'array', items: { $ref: '#/$defs/node' }, minItems: odd, maxItems: 1 };
    const node = { type: 'object', additionalProperties: false, required: [odd], properties: {} };
    expect(defectsOf({ $ref: '#/$defs/list' }, { $defs: { list, node } })).toEqual([
      '/$defs/list/minItems bounded',
      '/$defs/node/required/0 known-property',
    ]);
  });

  it('reports all defects at once', () => {
    expect(defectsOf({ type: 'string', pattern: 'x', format: 'email', minItems: 1 })).toEqual([
      '/properties/x/minItems keyword',
      '/properties/x/format enum',
      '/properties/x/pattern pattern-anchored',
    ]);
  });
});
