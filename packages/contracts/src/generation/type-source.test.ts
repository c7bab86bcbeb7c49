import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { sampleContracts, sampleProperties, sampleSchema } from '../fixtures/sample-contract.ts';
import { eventTypesSource, interfaceName } from './type-source.ts';

describe('generated types', () => {
  it('are named after the event type', () => {
    expect(interfaceName('tax.clearance-issued.v1')).toBe('TaxClearanceIssuedV1');
  });

  it('say what the latest version says', () => {
    const tree: JsonObject = {
      type: 'object',
      description: '树 / tree',
      additionalProperties: false,
      required: ['label'],
      properties: {
        label: { type: 'string', description: '标签 / label', enum: ["it's", 'b"c'] },
        children: {
          type: 'array',
          description: '子树 / children',
          maxItems: 9,
          items: { $ref: '#/$defs/tree' },
        },
      },
    };
    const properties = {
      ...sampleProperties,
      issuedOn: { type: 'string', description: '日期 / day', format: 'date' },
      tree: { description: '树 / tree', $ref: '#/$defs/tree' },
    };
    const schema = sampleSchema('1.0', properties, ['certificateNo', 'paidFen', 'officer', 'issuedOn'], {
      $defs: { tree },
    });
    expect(eventTypesSource(sampleContracts({ 'v1.schema.json': schema }))).toMatchSnapshot();
  });
});
