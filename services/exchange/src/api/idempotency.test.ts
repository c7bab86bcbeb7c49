import { generateSigningKey } from '@tongban/cloudevents/signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  type Answer,
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accessRequest,
  accountOpened,
  accountType,
  done,
  grantAccounts,
  listAccounts,
  publish,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const officer: Caller = { department: 'utilities', role: 'officer' };
const { spki: publicKey } = generateSigningKey('ed25519').verificationKey;
const atOnce = 8;

let exchange: RunningExchange;
let grantId = '';
beforeAll(async () => {
  exchange = await runExchange();
  await listAccounts(exchange);
  grantId = await grantAccounts(exchange);
  await done(publish(exchange, accountOpened('A-1')));
  await done(exchange.call('GET', '/v1/feed?limit=1000'));
});
afterAll(() => exchange.stop());

/** Whatever takes an `Idempotency-Key`, with two contents that are both good, and the type of the event in which it ends. */
const requests: readonly [path: () => string, as: Caller, recorded: string, one: object, other: object][] = [
  [
    () => '/v1/grants',
    tax,
    'sharing.access-requested.v1',
    accessRequest,
    { ...accessRequest, scenario: '稽查' },
  ],
  [
    () => '/v1/incidents',
    tax,
    'sharing.incident-reported.v1',
    {
      kind: 'leak',
      finding: '终端遗失',
      detectedAt: '2026-03-02T08:00:00+08:00',
      eventTypes: [accountType],
      personalData: true,
      measures: '已吊销令牌',
    },
    {
      kind: 'loss',
      finding: '终端遗失',
      detectedAt: '2026-03-02T08:00:00+08:00',
      eventTypes: [accountType],
      personalData: true,
      measures: '已吊销令牌',
    },
  ],
  [
    () => '/v1/corrections',
    tax,
    'sharing.correction-raised.v1',
    {
      wrong: { source: '/departments/utilities/billing', id: 'A-1' },
      fields: ['/accountNumber'],
      finding: '不符',
    },
    {
      wrong: { source: '/departments/utilities/billing', id: 'A-1' },
      fields: ['/accountNumber'],
      finding: '有误',
    },
  ],
  [
    () => '/v1/complaints',
    officer,
    'sharing.subject-complaint-filed.v1',
    { personId: 'P-000123', department: 'utilities', text: '信息有误', receivedOn: '2026-03-02' },
    { personId: 'P-000123', department: 'utilities', text: '信息已改', receivedOn: '2026-03-02' },
  ],
  [
    () => '/v1/webhooks',
    tax,
    'platform.webhook-registered.v1',
    { url: 'http://127.0.0.1:9/hook' },
    { url: 'http://127.0.0.1:9/hook', from: 'beginning' },
  ],
  [
    () => '/v1/keys',
    tax,
    'platform.department-key-registered.v1',
    { keyId: 'k-1', algorithm: 'ed25519', publicKey },
    { keyId: 'k-2', algorithm: 'ed25519', publicKey },
  ],
  [
    () => `/v1/grants/${grantId}/suspend`,
    utilities,
    'sharing.access-suspended.v1',
    { reasonCode: 'misuse', reason: '超范围' },
    { reasonCode: 'misuse', reason: '滥用' },
  ],
  [
    () => `/v1/directory/${accountType}/submit`,
    utilities,
    'sharing.directory-item-submitted.v1',
    submission,
    { ...submission, secrecyReview: { id: 'S-2', on: '2026-03-02' } },
  ],
  [
    () => '/v1/sources/premises.address/name',
    operator,
    'sharing.source-department-named.v1',
    { department: 'utilities' },
    { department: 'tax' },
  ],
];

describe.each(requests)('%s with an Idempotency-Key', (path, as, type, one, other) => {
  const send = (body: object, key: string): Promise<Answer> =>
    exchange.call('POST', path(), { as, body, headers: { 'idempotency-key': key } });

  it('is done once, however often and however much at once it comes, and refused with other content', async () => {
    const before = (await exchange.recorded(type)).length;
    const [first, ...others] = await Promise.all(Array.from({ length: atOnce }, () => send(one, 'key-1')));
    expect(first?.status, JSON.stringify(first?.body)).toBeLessThan(300);
    // The members in another order say the same.
    const again = await send(Object.fromEntries(Object.entries(one).reverse()), 'key-1');
    for (const answer of [...others, again]) {
      expect([answer.status, answer.body]).toEqual([first?.status, first?.body]);
    }
    const reused = await send(other, 'key-1');
    expectRefusal(reused);
    expect([reused.status, reused.body.code]).toEqual([422, 'E_HTTP_IDEMPOTENCY_KEY_REUSED']);
    expect((await send(one, 'key-1')).body).toEqual(first?.body);
    expect(await exchange.recorded(type)).toHaveLength(before + 1);
  });
});

it('of two contents under one key at once one is done, and the other refused', async () => {
  const headers = { 'idempotency-key': 'race' };
  const answers = await Promise.all(
    Array.from({ length: atOnce }, (_, at) =>
      exchange.call('POST', '/v1/grants', {
        body: { ...accessRequest, scenario: at % 2 === 0 ? '登记' : '稽查' },
        headers,
      }),
    ),
  );
  const done = answers.filter(({ status }) => status === 201).map(({ body }) => body);
  const refused = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
  expect([done.length, refused.length]).toEqual([atOnce / 2, atOnce / 2]);
  expect(new Set(done.map((grant) => JSON.stringify(grant))).size).toBe(1);
  expect(new Set(refused)).toEqual(new Set(['E_HTTP_IDEMPOTENCY_KEY_REUSED']));
});
