import type { CloudEvent } from '@tongban/cloudevents';
import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../catalogue/contract.ts';
import { contractCatalogue } from '../catalogue/contract-catalogue.ts';
import { sampleContracts, sampleProperties, sampleSchema, sampleTerms } from '../fixtures/sample-contract.ts';
import { applyOperations } from './apply-operations.ts';
import { upcast } from './upcast.ts';

const text = (description: string, maxLength = 64): JsonObject => ({
  type: 'string',
  description,
  maxLength,
});
const { officer: _officer, ...common } = sampleProperties;
const clerk = (pattern: string): JsonObject => ({
  type: 'object',
  description: '经办人 / clerk',
  additionalProperties: false,
  required: ['id', 'name'],
  properties: { id: text('编号 / id'), name: { ...text('姓名 / name'), pattern } },
});
const catalogue = contractCatalogue(
  sampleContracts({
    'contract.json': sampleTerms({
      summary: { zh: '{subject}', en: '{subject}' },
      personalData: [
        { pointer: '/officer/name', person: '/officer/personId' },
        { pointer: '/clerk/name', person: '/clerk/id' },
      ],
    }),
    'v1.schema.json': sampleSchema('1.0', {
      ...sampleProperties,
      officer: { ...(sampleProperties.officer as JsonObject), required: ['personId', 'name'] },
    }),
    'v2.schema.json': sampleSchema('2.0', { ...common, clerk: clerk('^[^0-9]{0,64}$') }, [
      'certificateNo',
      'clerk',
    ]),
    'v2.from-v1.json': [
      { op: 'move', from: '/officer/name', path: '/clerk/name' },
      { op: 'move', from: '/officer/personId', path: '/clerk/id' },
      { op: 'remove', path: '/officer' },
    ],
    'v3.schema.json': sampleSchema(
      '3.0',
      {
        ...common,
        clerk: clerk('^[^0-9]{0,64}$'),
        taxes: { ...(common.taxes as JsonObject), items: { type: 'string', enum: ['VAT', 'IT'] } },
      },
      ['certificateNo', 'clerk'],
    ),
    'v3.from-v2.json': [{ op: 'map', path: '/taxes/*', values: { vat: 'VAT', income: 'IT' } }],
  }),
);

const event: CloudEvent = {
  specversion: '1.0',
  id: '1',
  source: '/departments/tax/core',
  type: 'tax.clearance-issued.v1',
  subject: '91110108MA01ABCD5T',
  time: '2026-03-02T09:30:00+08:00',
  datacontenttype: 'application/json',
  dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
  correlationid: 'flow-1',
  sig: 'abc',
  sigalg: 'ed25519',
  sigkeyid: 'k1',
  data: { certificateNo: 'T-1', paidFen: 5, taxes: ['vat'], officer: { personId: 'P-000001', name: '王某' } },
};

describe('upcast', () => {
  it('leads an event through every major and lets its signature go', () => {
    const before = structuredClone(event);
    const { sig: _sig, sigalg: _algorithm, sigkeyid: _key, ...unsigned } = event;
    expect(upcast(catalogue, event, 3)).toEqual({
      ok: true,
      value: {
        ...unsigned,
        type: 'tax.clearance-issued.v3',
        dataschema: 'https://contracts.tongban.example/tax/clearance-issued/3.0',
        data: { certificateNo: 'T-1', paidFen: 5, taxes: ['VAT'], clerk: { name: '王某', id: 'P-000001' } },
      },
    });
    expect(event).toEqual(before);
  });

  it('leaves an event of that major as it is', () => {
    expect(upcast(catalogue, event, 1)).toEqual({ ok: true, value: event });
  });

  it('moves ciphertext untouched and does without what was erased', () => {
    const sealed = {
      ...event,
      data: { ...event.data, officer: { personId: 'P-000001', name: 'enc:v1:k1:Zm9v' } },
    };
    const result = upcast(catalogue, sealed, 2);
    expect(result.ok && result.value.data.clerk).toEqual({ name: 'enc:v1:k1:Zm9v', id: 'P-000001' });
    const erased = { ...event, data: { ...event.data, officer: { personId: 'P-000001' } } };
    const without = upcast(catalogue, erased, 2);
    expect(without.ok && without.value.data.clerk).toEqual({ id: 'P-000001' });
  });

  it('judges the result', () => {
    const odd = { ...event, data: { ...event.data, officer: { personId: 'P-000001', name: '007' } } };
    expect(upcast(catalogue, odd, 2)).toMatchObject({
      ok: false,
      failure: [{ pointer: '/data/clerk/name', rule: 'pattern' }],
    });
  });

  it('knows no way where a step between is missing, since the version that brings it is refused', () => {
    const [first, second, third] = catalogue.all() as [Contract, Contract, Contract];
    const { upcaster: _refused, ...minorOnly } = second;
    for (const known of [
      [first, third],
      [first, minorOnly, third],
    ]) {
      expect(upcast(contractCatalogue(known), event, 3)).toMatchObject({
        ok: false,
        failure: [{ pointer: '/type', rule: 'upcast' }],
      });
    }
  });

  it('knows no way down and none to where there is nothing', () => {
    const later = { ...event, type: 'tax.clearance-issued.v3' };
    expect(upcast(catalogue, later, 2)).toMatchObject({
      ok: false,
      failure: [{ pointer: '/type', rule: 'upcast' }],
    });
    expect(upcast(catalogue, event, 4)).toMatchObject({
      ok: false,
      failure: [{ pointer: '/type', rule: 'upcast' }],
    });
  });
});

describe('the steps', () => {
  const data: JsonObject = { a: { b: '1' }, list: [{ x: 'p' }, { x: 'q' }, { y: 'r' }] };

  it.each<[string, Parameters<typeof applyOperations>[0], JsonObject]>([
    ['add', [{ op: 'add', path: '/c', value: { d: 1 } }], { ...data, c: { d: 1 } }],
    [
      'add to every element',
      [{ op: 'add', path: '/list/*/n', value: 1 }],
      {
        ...data,
        list: [
          { x: 'p', n: 1 },
          { x: 'q', n: 1 },
          { y: 'r', n: 1 },
        ],
      },
    ],
    ['add into what is not there', [{ op: 'add', path: '/none/n', value: 1 }], data],
    ['remove', [{ op: 'remove', path: '/a/b' }], { ...data, a: {} }],
    [
      'remove from every element',
      [{ op: 'remove', path: '/list/*/x' }],
      { ...data, list: [{}, {}, { y: 'r' }] },
    ],
    [
      'move',
      [{ op: 'move', from: '/a/b', path: '/c/d' }],
      { list: data.list as never, a: {}, c: { d: '1' } },
    ],
    [
      'move within elements',
      [{ op: 'move', from: '/list/*/x', path: '/list/*/z' }],
      { ...data, list: [{ z: 'p' }, { z: 'q' }, { y: 'r' }] },
    ],
    ['copy', [{ op: 'copy', from: '/a', path: '/c' }], { ...data, c: { b: '1' } }],
    ['move what is not there', [{ op: 'move', from: '/none', path: '/c' }], data],
    [
      'map',
      [{ op: 'map', path: '/list/*/x', values: { p: 'P' } }],
      { ...data, list: [{ x: 'P' }, { x: 'q' }, { y: 'r' }] },
    ],
    ['add to what has no members', [{ op: 'add', path: '/a/b/c', value: 1 }], data],
    ['add to a list by name', [{ op: 'add', path: '/list/c', value: 1 }], data],
    ['copy below a text', [{ op: 'copy', from: '/a', path: '/a/b/c/d' }], data],
    ['map an object', [{ op: 'map', path: '/a', values: { '[object Object]': 'A' } }], data],
    [
      'map an object that has no text',
      [
        { op: 'add', path: '/c', value: { toString: '' } },
        { op: 'map', path: '/c', values: { x: 'X' } },
      ],
      { ...data, c: { toString: '' } },
    ],
  ])('%s', (_what, operations, expected) => {
    expect(applyOperations(operations, data)).toEqual(expected);
  });

  it('keep nothing of one event for the next', () => {
    const operations: Parameters<typeof applyOperations>[0] = [
      { op: 'add', path: '/c', value: {} },
      { op: 'move', from: '/secret', path: '/c/secret' },
    ];
    expect(applyOperations(operations, { secret: 'x' })).toEqual({ c: { secret: 'x' } });
    expect(applyOperations(operations, {})).toEqual({ c: {} });
  });
});
