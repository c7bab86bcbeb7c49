import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { schemaFields } from './schema-fields.ts';

const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

/** Path, type and whether it is required, of each field. */
const outline = (schema: JsonObject): readonly unknown[] =>
  schemaFields(schema).map(({ path, type, isRequired }) => [path, type, isRequired]);

describe('the fields of a schema', () => {
  it('say what they are in both languages, with format and values', () => {
    const schema = object(
      {
        on: { type: 'string', format: 'date', description: '日期 / day' },
        kind: { type: 'string', description: '种类 / kind', enum: ['a', 'b'] },
        currency: { type: 'string', description: '币种 / currency', const: 'CNY' },
      },
      ['on'],
    );
    expect(schemaFields(schema)).toEqual([
      {
        path: '/on',
        type: 'string (date)',
        isRequired: true,
        description: { zh: '日期', en: 'day' },
        values: [],
      },
      {
        path: '/kind',
        type: 'string',
        isRequired: false,
        description: { zh: '种类', en: 'kind' },
        values: ['a', 'b'],
      },
      {
        path: '/currency',
        type: 'string',
        isRequired: false,
        description: { zh: '币种', en: 'currency' },
        values: ['CNY'],
      },
    ]);
  });

  it('are those of objects and of elements of arrays too, each required in what holds it', () => {
    const item = object({ amountFen: { type: 'integer', description: '金额 / amount' } }, ['amountFen']);
    const schema = object({
      items: { type: 'array', description: '各项 / items', items: item },
      days: { type: 'array', description: '日期 / days', items: { type: 'string', format: 'date' } },
      grid: { type: 'array', description: '格 / grid', items: { type: 'array', items: item } },
    });
    expect(outline(schema)).toEqual([
      ['/items', 'object[]', false],
      ['/items/*/amountFen', 'integer', true],
      ['/days', 'string (date)[]', false],
      ['/grid', 'object[][]', false],
      ['/grid/*/*/amountFen', 'integer', true],
    ]);
  });

  it('are opened through references, and described by what refers to them', () => {
    const person = {
      ...object({ name: { type: 'string', description: '姓名 / name' } }),
      description: '人 / person',
    };
    const schema = {
      ...object({
        owner: { $ref: '#/$defs/party', description: '权利人 / owner' },
        clerk: { $ref: '#/$defs/person' },
      }),
      $defs: { party: { $ref: '#/$defs/person' }, person },
    };
    expect(outline(schema)).toEqual([
      ['/owner', 'object', false],
      ['/owner/name', 'string', false],
      ['/clerk', 'object', false],
      ['/clerk/name', 'string', false],
    ]);
    const [owner, , clerk] = schemaFields(schema);
    expect([owner?.description.en, clerk?.description.en]).toEqual(['owner', 'person']);
  });

  it('end where a definition contains itself', () => {
    const part = {
      ...object({
        whole: { $ref: '#/$defs/part' },
        parts: { type: 'array', description: '部分 / parts', items: { $ref: '#/$defs/part' } },
      }),
      description: '部分 / part',
    };
    const schema = { ...object({ part: { $ref: '#/$defs/part' } }), $defs: { part } };
    expect(outline(schema)).toEqual([
      ['/part', 'object', false],
      ['/part/whole', 'object', false],
      ['/part/parts', 'object[]', false],
    ]);
  });

  it('are none where the data is empty', () => expect(schemaFields(object({}))).toEqual([]));
});
