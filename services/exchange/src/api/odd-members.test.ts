import { generateSigningKey } from '@tongban/cloudevents/signature';
import type { JsonObject } from '@tongban/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyDamaged, anyOdd } from '../testing/any-body.ts';
import {
  type Caller,
  catalogue,
  operator,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accessRequest,
  accountOpened,
  accountType,
  complaint,
  incidentReport,
  publish,
  requestGrant,
  runSharingExchange,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

// JSON may name its members as JavaScript names the functions of every object: `valueOf`, `toString`, `constructor`.
// Code that makes a text of such a value, compares it or looks a name up in an object fails over it or is misled.

const tax = systemOf('tax');
const source = '/departments/utilities/billing';
const wrong = { source, id: 'A-1' };
const right = { source, id: 'A-2' };
const legalBasis = [{ source: '个人信息保护法', article: '第四十七条' }];

let exchange: RunningExchange;
beforeAll(async () => {
  ({ exchange } = await runSharingExchange());
  for (const id of ['A-1', 'A-2']) await publish(exchange, accountOpened(id));
});
afterAll(() => exchange.stop());

/** What is sent is accepted or refused, and no refusal says that the platform failed. */
async function expectAnswer(path: string, body: unknown, as: Caller, contentType?: string): Promise<void> {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  const answer = await exchange.call('POST', path, { as, body: JSON.stringify(body), headers });
  const seen = `${path} ${JSON.stringify(body)} → ${JSON.stringify(answer.body)}`;
  expect(answer.status, seen).toBeLessThan(500);
  expect(JSON.stringify(answer.body), seen).not.toContain('E_INTERNAL');
}

/** A member of every name at one place after another: what chance might leave out. */
const everyOdd = ['valueOf', 'toString', 'toJSON', 'constructor', 'hasOwnProperty', '__proto__', 'then'].map(
  (name): unknown => JSON.parse(`{"${name}":""}`),
);

const known = catalogue.get(accountType);
const schema = known?.latest.schema as JsonObject;
const terms = known?.terms as unknown as JsonObject;
const upcaster = [
  { op: 'add', path: '/remark', value: { text: 'x' } },
  { op: 'move', from: '/meterId', path: '/meter' },
  { op: 'map', path: '/service', values: { gas: 'gas' } },
];
/** A contract with a list of objects that must differ, and the next major of one that there is. */
const listed = {
  type: 'array',
  description: '清单 / list',
  maxItems: 9,
  uniqueItems: true,
  items: { $ref: '#/$defs/contact' },
};
const proposal = (name: string, version: string, more: JsonObject) => ({
  name,
  version,
  terms: { ...terms, name },
  schema: {
    ...schema,
    $id: `https://contracts.tongban.example/utilities/${name}/${version}`,
    properties: { ...(schema.properties as JsonObject), listed },
  },
  ...more,
});
const publicKey = generateSigningKey('ed25519').verificationKey.spki;

const bodies: readonly (readonly [path: string, as: Caller, body: () => Promise<unknown> | unknown])[] = [
  ['/v1/contracts/check', utilities, () => proposal('account-odd', '1.0', {})],
  ['/v1/contracts/check', utilities, () => proposal('account-opened', '1.1', {})],
  ['/v1/contracts/check', utilities, () => proposal('account-opened', '2.0', { upcaster })],
  ['/v1/contracts', utilities, () => proposal('account-odd', '1.0', {})],
  [`/v1/directory/${accountType}/submit`, utilities, () => submission],
  [`/v1/directory/${accountType}/return`, operator, () => ({ reasons: ['不明确'] })],
  ['/v1/grants', tax, () => accessRequest],
  ['/v1/grants/:grantId/agree', utilities, () => ({ fields: ['/accountNumber'], disposal: '删除' })],
  ['/v1/corrections', tax, () => ({ wrong, fields: ['/service'], finding: '不符' })],
  [
    '/v1/corrections/C-1/correct',
    utilities,
    () => ({ wrong, right, fields: ['/service'], reason: '录入错误' }),
  ],
  ['/v1/webhooks', tax, () => ({ url: 'http://127.0.0.1:9/hook', types: [accountType] })],
  ['/v1/keys', tax, () => ({ keyId: 'k-1', algorithm: 'ed25519', publicKey })],
  ['/v1/complaints', operator, () => complaint],
  ['/v1/complaints/CP-1/answer', operator, () => ({ outcome: 'founded', text: '已更正' })],
  ['/v1/incidents', tax, () => incidentReport],
  ['/v1/persons/P-000123/restrict', operator, () => ({ legalBasis, reason: '诉讼' })],
  ['/v1/sources/premises/name', operator, () => ({ department: 'utilities' })],
  ['/v1/feed/ack', tax, () => ({ cursor: 'tax:1' })],
];

describe('members that are named as what every object has', () => {
  it.each<[string, string, (event: unknown) => unknown]>([
    ['an event', 'application/cloudevents+json', (event) => event],
    ['a batch', 'application/cloudevents-batch+json', (event) => [accountOpened('A-1'), event]],
  ])('do not make %s fail', async (_what, contentType, sent) => {
    const event = { ...accountOpened('A-3'), traceparent: '', sig: 'x', sigalg: 'ed25519', sigkeyid: 'k' };
    for (const odd of everyOdd) {
      for (const name of Object.keys(event)) {
        await expectAnswer('/v1/events', sent({ ...event, [name]: odd }), utilities, contentType);
      }
    }
    await fc.assert(
      fc.asyncProperty(anyDamaged(event, anyOdd), async (damaged) => {
        await expectAnswer('/v1/events', sent(damaged), utilities, contentType);
      }),
      { numRuns: 300 },
    );
  });

  it('do not make an event fail that comes as headers and data', async () => {
    const { data, datacontenttype, ...attributes } = accountOpened('A-4');
    const ce = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
    for (const name of ['valueOf', 'toString', 'constructor', '__proto__', 'then', 'toJSON']) {
      const headers = {
        'content-type': datacontenttype,
        ...Object.fromEntries(ce),
        [`ce-${name.toLowerCase()}`]: 'x',
      };
      const answer = await exchange.call('POST', '/v1/events', { as: utilities, body: data, headers });
      expect([answer.status, answer.body.code], name).toEqual([422, 'E_EVENT_INVALID']);
    }
  });

  it.each(bodies)('do not make %s fail', async (path, as, bodyOf) => {
    const to = path.includes(':grantId') ? path.replace(':grantId', await requestGrant(exchange)) : path;
    const sound = await bodyOf();
    await fc.assert(
      fc.asyncProperty(anyDamaged(sound, fc.oneof(anyOdd, fc.constantFrom(...everyOdd))), async (damaged) =>
        expectAnswer(to, damaged, as),
      ),
      { numRuns: path.includes('contracts') ? 500 : 150 },
    );
  });

  it('do not let a contract in that no event could be read by', async () => {
    const keywords = [
      'format',
      'pattern',
      'maxLength',
      'minimum',
      'const',
      'enum',
      'uniqueItems',
      'required',
    ];
    const anyValue = fc.oneof(anyOdd, fc.constantFrom<unknown>('x', '^[$', 'date', ['date'], 7, '7', [], {}));
    const anyKeywords = fc
      .array(fc.tuple(fc.constantFrom(...keywords, '$defs', 'title', 'description'), anyValue), {
        minLength: 1,
        maxLength: 3,
      })
      .map((members): unknown => Object.fromEntries(members));
    const { properties } = schema as { readonly properties: { readonly service: JsonObject } };
    const service = {
      ...properties.service,
      enum: ['electricity', 'water', 'gas', 'valueOf', 'constructor'],
    };
    /** One that gets in for certain: of those made at random a few in a hundred do, or none. */
    const admitted = { ...schema, properties: { ...properties, service } };
    let made = 0;
    let registered = 0;
    await fc.assert(
      fc.asyncProperty(anyDamaged(schema, fc.oneof(anyKeywords, anyOdd)), async (damaged) => {
        const name = `account-odd-${++made}`;
        const dataschema = `https://contracts.tongban.example/utilities/${name}/1.0`;
        const sent = typeof damaged === 'object' ? { ...damaged, $id: dataschema } : damaged;
        const body = { name, version: '1.0', terms: { ...terms, name }, schema: sent };
        const { status } = await exchange.call('POST', '/v1/contracts', {
          as: utilities,
          body: JSON.stringify(body),
        });
        expect(status, JSON.stringify(sent)).toBeLessThan(500);
        if (status !== 201) return;
        registered += 1;
        const event = { ...accountOpened(name), type: `utilities.${name}.v1`, dataschema };
        await expectAnswer('/v1/events', event, utilities, 'application/cloudevents+json');
      }),
      { numRuns: 300, examples: [[admitted]] },
    );
    expect(registered).toBeGreaterThan(0);
  });
});
