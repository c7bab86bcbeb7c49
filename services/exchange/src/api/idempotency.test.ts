import { generateSigningKey } from '@tongban/cloudevents/signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  type Answer,
  type Caller,
  operator,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accessRequest,
  accountOpened,
  accountType,
  complaint,
  done,
  incidentReport,
  publish,
  runSharingExchange,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const officer: Caller = { department: 'utilities', role: 'officer' };
const { spki: publicKey } = generateSigningKey('ed25519').verificationKey;
const source = '/departments/utilities/billing';
const doubt = {
  wrong: { source, id: 'A-1' },
  fields: ['/accountNumber'],
  finding: '不符',
};
/** Of what nobody read: whoever did is told meanwhile, and an answer says who was. */
const corrected = { wrong: { source, id: 'A-2' }, right: { source, id: 'A-3' }, fields: ['/service'] };
const atOnce = 8;

let exchange: RunningExchange;
let grantId = '';
let complaintId = '';
beforeAll(async () => {
  ({ exchange, grantId } = await runSharingExchange());
  await done(publish(exchange, accountOpened('A-1')));
  ({ complaintId } = (
    await done(exchange.call('POST', '/v1/complaints', { as: officer, body: complaint }))
  ).body);
  const key = { keyId: 'u-1', algorithm: 'ed25519', publicKey };
  await done(exchange.call('POST', '/v1/keys', { as: utilities, body: key }));
  await done(exchange.call('GET', '/v1/feed?limit=1000'));
  for (const { id } of [corrected.wrong, corrected.right]) await done(publish(exchange, accountOpened(id)));
});
afterAll(() => exchange.stop());

/** Whatever takes an `Idempotency-Key`, one for each kind of thing and of act, with two contents that are both good, and the type of the event in which it ends. */
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
    incidentReport,
    { ...incidentReport, kind: 'loss' },
  ],
  [() => '/v1/corrections', tax, 'sharing.correction-raised.v1', doubt, { ...doubt, finding: '有误' }],
  [
    () => '/v1/complaints',
    officer,
    'sharing.subject-complaint-filed.v1',
    complaint,
    { ...complaint, text: '信息已改' },
  ],
  [
    () => '/v1/corrections/C-1/correct',
    utilities,
    'sharing.datum-corrected.v1',
    { ...corrected, reason: '录入错误' },
    { ...corrected, reason: '录入有误' },
  ],
  [
    () => `/v1/complaints/${complaintId}/answer`,
    officer,
    'sharing.subject-complaint-answered.v1',
    { outcome: 'founded', text: '已更正' },
    { outcome: 'not-founded', text: '已更正' },
  ],
  [
    () => '/v1/keys/u-1/revoke',
    utilities,
    'platform.department-key-revoked.v1',
    { reason: 'compromised', revokedFrom: '2026-03-01T00:00:00Z' },
    { reason: 'compromised', revokedFrom: '2026-02-28T00:00:00Z' },
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
