import { type App, createApp } from '@tongban/http';
import { checkedRequest, createTestIssuer } from '@tongban/http/testing';
import { type Json, systemClock, uuidV7 } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeLaboratory, openExchangeLaboratory } from '../testing/exchange-laboratory.ts';
import { isSignedBy, openReceiver, type Receiver } from '../testing/receiver.ts';
import { catalogue } from '../testing/running-exchange.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { mountWebhookRoutes } from './webhook-routes.ts';

const issuer = await createTestIssuer();
const tax = await issuer.bearer();
const customs = await issuer.bearer({ department: 'customs', system: 'gate' });

let laboratory: ExchangeLaboratory;
let receiver: Receiver;
let webhooks: Webhooks;
let app: App;

beforeEach(async () => {
  laboratory = await openExchangeLaboratory();
  receiver = await openReceiver();
  webhooks = await laboratory.open();
  app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
  const random = (target: Uint8Array): Uint8Array =>
    crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
  const ids = uuidV7({ now: systemClock.now, random });
  const contracts = { current: async () => catalogue };
  mountWebhookRoutes(app, { webhooks, store: laboratory.store, contracts, ids });
});

afterEach(async () => {
  await laboratory.close();
  await receiver.close();
});

interface Call {
  readonly as?: string;
  readonly body?: Json;
  readonly key?: string;
}

async function call(method: string, path: string, { as = tax, body, key }: Call = {}): Promise<Answer> {
  const response = await checkedRequest(app, `/v1/webhooks${path}`, {
    method,
    headers: {
      authorization: as,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer should have
  readonly body: any;
}

/** Registers the receiver, from the beginning; answers the id. */
async function registered(): Promise<string> {
  const { status, body } = await call('POST', '', { body: { url: receiver.url, from: 'beginning' } });
  expect(status).toBe(201);
  return body.webhookId;
}

describe('a webhook is registered', () => {
  it('with a secret that is shown only then', async () => {
    const position = await laboratory.meterRead('A');
    const { status, body } = await call('POST', '', { body: { url: receiver.url, from: 'beginning' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ url: receiver.url, types: null, state: 'running' });
    await webhooks.run(body.webhookId)?.whenProcessed(position);
    expect(receiver.deliveries.map((delivery) => isSignedBy(body.secret, delivery))).toEqual([true]);

    const shown = await call('GET', `/${body.webhookId}`);
    expect(shown.body).toMatchObject({ webhookId: body.webhookId, parkedEvents: 0 });
    const listed = await call('GET', '');
    expect(JSON.stringify([shown.body, listed.body])).not.toContain(body.secret.slice(6));
    expect(listed.body.webhooks).toHaveLength(1);
  });

  it.each([
    ['now', 0],
    ['beginning', 2],
    ['tax:1', 1],
  ])('from %s', async (from, before) => {
    await laboratory.meterRead('A');
    await laboratory.meterRead('A');
    const { body } = await call('POST', '', { body: { url: receiver.url, from } });
    await webhooks.run(body.webhookId)?.whenProcessed(await laboratory.meterRead('A'));
    expect(receiver.taken()).toHaveLength(before + 1);
  });

  it('once for one Idempotency-Key', async () => {
    const body = { url: receiver.url };
    const first = await call('POST', '', { body, key: 'the-first' });
    const again = await call('POST', '', { body, key: 'the-first' });
    expect([again.status, again.body.webhookId, again.body.secret]).toEqual([
      201,
      first.body.webhookId,
      first.body.secret,
    ]);
    expect((await call('GET', '')).body.webhooks).toHaveLength(1);
  });

  it('for types that it may not read now, but not for one that has no contract', async () => {
    const mistyped = ['utilities.meter-red.v1', 'tax.tax-assessed.v1', 'nobody.x.v1'];
    const refused = await call('POST', '', { body: { url: receiver.url, types: mistyped } });
    expect([refused.status, refused.body.code]).toEqual([422, 'E_EVENT_TYPE_UNKNOWN']);
    expect(refused.body.problems).toMatchObject([
      {
        pointer: '/types/0',
        rule: 'unknown-type',
        expected: expect.arrayContaining(['utilities.meter-read.v1']),
      },
      { pointer: '/types/2', rule: 'unknown-type', expected: [] },
    ]);
    expect(refused.body.details.en).toContain('utilities.meter-read.v1');
    expect((await call('GET', '')).body.webhooks).toEqual([]);
    const known = ['utilities.meter-read.v1', 'courts.case-accepted.v1'];
    expect((await call('POST', '', { body: { url: receiver.url, types: known } })).status).toBe(201);
  });

  it.each([
    ['no address', {}, 400, 'E_INPUT_INVALID'],
    ['an unknown member', { url: 'https://example.com/', secret: 'x' }, 400, 'E_INPUT_INVALID'],
    ['a type that is none', { url: 'https://example.com/', types: ['tax'] }, 400, 'E_INPUT_INVALID'],
    ['credentials in the address', { url: 'https://u:p@example.com/' }, 422, 'E_ENDPOINT_URL'],
    ['another scheme', { url: 'ftp://example.com/' }, 422, 'E_ENDPOINT_URL'],
    ['a private address', { url: 'http://192.168.0.1/' }, 422, 'E_WEBHOOK_ADDRESS'],
    ['a cursor of others', { url: 'http://127.0.0.1/', from: 'customs:1' }, 403, 'E_CURSOR_FOREIGN'],
    ['a cursor of the future', { url: 'http://127.0.0.1/', from: 'tax:99' }, 400, 'E_CURSOR_FUTURE'],
    ['no cursor', { url: 'http://127.0.0.1/', from: 'yesterday' }, 400, 'E_CURSOR_MALFORMED'],
  ])('but not with %s', async (_, body, status, code) => {
    const answer = await call('POST', '', { body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).not.toBe('');
    expect((await call('GET', '')).body.webhooks).toEqual([]);
  });
});

describe('a webhook of a department', () => {
  it('is hidden from others', async () => {
    const id = await registered();
    expect((await call('GET', '', { as: customs })).body.webhooks).toEqual([]);
    const attempts = [
      call('GET', `/${id}`, { as: customs }),
      call('DELETE', `/${id}`, { as: customs }),
      call('POST', `/${id}/secret`, { as: customs }),
      call('GET', `/${id}/parked`, { as: customs }),
      call('POST', `/${id}/redrive`, { as: customs, body: { dryRun: true } }),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body.code]).toEqual([404, 'E_WEBHOOK_NOT_FOUND']);
    }
  });

  it('gets a new secret', async () => {
    const id = await registered();
    const { status, body } = await call('POST', `/${id}/secret`);
    expect([status, body.secret]).toEqual([200, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
  });

  it('is removed', async () => {
    const id = await registered();
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).status).toBe(404);
  });

  it('shows what is parked, and redrives it after a dry run', async () => {
    const id = await registered();
    receiver.answers(() => 500);
    const position = await laboratory.meterRead('A');
    await webhooks.run(id)?.whenProcessed(position);
    await waitFor(async () => (await webhooks.webhook('tax', id)).parked.size === 1, { describe: 'parked' });

    const plan = {
      events: 1,
      sequenceCount: 1,
      sequences: [
        {
          sequence: 'utilities.meter-A',
          first: `tax:${position}`,
          attempts: 2,
          failure: { code: 'E_WEBHOOK_DELIVERY' },
          nextAttemptAt: null,
        },
      ],
    };
    expect((await call('GET', `/${id}/parked`)).body).toMatchObject(plan);
    const redrive = (body: Json): Promise<Answer> => call('POST', `/${id}/redrive`, { body });
    expect((await redrive({ dryRun: true })).body).toMatchObject({ dryRun: true, ...plan });
    expect(receiver.deliveries).toHaveLength(2);
    expect((await redrive({ dryRun: false })).body.sequences).toMatchObject([
      { delivered: 0, stoppedAt: { cursor: `tax:${position}`, failure: { code: 'E_WEBHOOK_DELIVERY' } } },
    ]);
    receiver.answers(() => 200);
    expect((await redrive({ dryRun: false, sequence: 'utilities.meter-A' })).body.sequences).toEqual([
      { sequence: 'utilities.meter-A', delivered: 1, withheld: 0, gone: 0, stoppedAt: null },
    ]);
    expect((await call('GET', `/${id}/parked`)).body).toMatchObject({ events: 0, sequences: [] });
    expect((await redrive({})).status).toBe(400);
  });

  /** Two events of one meter are set aside. Answers the webhook's id. */
  async function setAside(): Promise<string> {
    const id = await registered();
    receiver.answers(() => 500);
    await laboratory.meterRead('A');
    const position = await laboratory.meterRead('A');
    await webhooks.run(id)?.whenProcessed(position);
    await waitFor(async () => (await webhooks.webhook('tax', id)).parked.size === 1, { describe: 'parked' });
    return id;
  }

  it('does not call delivered what is withheld while the grant is suspended', async () => {
    const id = await setAside();
    expect((await call('GET', `/${id}/parked`)).body.sequences).toMatchObject([{ events: 2, withheld: 0 }]);
    const tried = receiver.deliveries.length;
    receiver.answers(() => 200);
    laboratory.suspended.add('tax');
    const redrive = (dryRun: boolean): Promise<Answer> =>
      call('POST', `/${id}/redrive`, { body: { dryRun } });
    expect((await redrive(true)).body.sequences).toMatchObject([{ events: 2, withheld: 2 }]);
    expect((await redrive(false)).body.sequences).toEqual([
      { sequence: 'utilities.meter-A', delivered: 0, withheld: 2, gone: 0, stoppedAt: null },
    ]);
    expect(receiver.deliveries).toHaveLength(tried);
    laboratory.suspended.delete('tax');
    const later = await laboratory.meterRead('A');
    await waitFor(() => receiver.taken().includes(`tax:${later}`), { describe: 'the sequence goes on' });
    expect(receiver.taken()).toEqual([`tax:${later}`]);
  });

  it('does not call delivered what the receiver wants no more', async () => {
    const id = await setAside();
    const tried = receiver.deliveries.length;
    receiver.answers(() => 410);
    const { body } = await call('POST', `/${id}/redrive`, { body: { dryRun: false } });
    expect(body.sequences).toEqual([
      { sequence: 'utilities.meter-A', delivered: 0, withheld: 0, gone: 2, stoppedAt: null },
    ]);
    expect(receiver.deliveries).toHaveLength(tried + 1);
    expect((await call('GET', `/${id}`)).status).toBe(404);
  });
});
