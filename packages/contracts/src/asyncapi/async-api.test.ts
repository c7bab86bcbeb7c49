import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { contractCatalogue } from '../catalogue/contract-catalogue.ts';
import { sampleContracts, sampleProperties, sampleSchema, sampleTerms } from '../fixtures/sample-contract.ts';
import { asyncApi } from './async-api.ts';

const recursive = sampleSchema(
  '1.0',
  { ...sampleProperties, part: { description: '部分 / part', $ref: '#/$defs/part' } },
  [],
  {
    $defs: {
      part: {
        type: 'object',
        description: '部分 / part',
        additionalProperties: false,
        required: [],
        properties: { inner: { description: '内部 / inner', $ref: '#/$defs/part' } },
      },
    },
  },
);
const contracts = sampleContracts({
  'contract.json': sampleTerms({ personalData: [] }),
  'v1.schema.json': recursive,
});
const options = {
  server: new URL('http://127.0.0.1:8080'),
  version: '0.1.0',
  feeds: new Map([
    ['courts', ['tax.clearance-issued.v1', 'tax.unheard-of.v1']],
    ['customs', []],
  ]),
  ofPlatform: new Set<string>(),
};
const document = asyncApi(contractCatalogue(contracts), options);

describe('the AsyncAPI document', () => {
  it('is valid by the official parser', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(document));
    expect(diagnostics.filter(({ severity }) => severity <= DiagnosticSeverity.Warning)).toEqual([]);
    expect(
      parsed
        ?.channels()
        .all()
        .map((channel) => channel.id()),
    ).toEqual(['publish-tax', 'feed-courts']);
    expect(parsed?.operations().filterByReceive()).toHaveLength(1);
    expect(parsed?.operations().filterBySend()).toHaveLength(1);
  });

  it('offers no channel to publish by for what the platform alone writes', () => {
    const ofPlatform = new Set(['tax']);
    const { channels, operations } = asyncApi(contractCatalogue(contracts), { ...options, ofPlatform });
    expect([channels, operations].map((named) => Object.keys(named as JsonObject))).toEqual([
      ['feed-courts'],
      ['feed-courts'],
    ]);
  });

  it('leads references to the definitions of the same type', () => {
    const schemas = (document.components as JsonObject).schemas as JsonObject;
    expect(schemas['tax.clearance-issued.v1.data']).toMatchObject({
      properties: { part: { $ref: '#/components/schemas/tax.clearance-issued.v1.part' } },
    });
    expect(schemas['tax.clearance-issued.v1.part']).toMatchObject({
      properties: { inner: { $ref: '#/components/schemas/tax.clearance-issued.v1.part' } },
    });
  });

  it('names the versions of the contract and nothing else', () => {
    const schemas = (document.components as JsonObject).schemas as JsonObject;
    expect(schemas['tax.clearance-issued.v1']).toMatchObject({
      properties: {
        type: { const: 'tax.clearance-issued.v1' },
        dataschema: { enum: ['https://contracts.tongban.example/tax/clearance-issued/1.0'] },
      },
    });
  });
});
