import { type App, createApp } from '@tongban/http';
import { checkedRequest, createTestIssuer } from '@tongban/http/testing';
import type { Json } from '@tongban/kernel';
import { openOperations } from '@tongban/service';
import { metricsOf, silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operationsRecord } from './operations-record.ts';
import { type ExchangeLaboratory, openExchangeLaboratory, taxSystem } from './testing/exchange-laboratory.ts';
import { openReceiver, type Receiver } from './testing/receiver.ts';
import type { WebhookRun } from './webhooks/webhook-run.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

const issuer = await createTestIssuer();
const tax = await issuer.bearer();
const operator = await issuer.bearer({
  sub: 'O-0001',
  department: 'platform',
  system: 'operations',
  roles: ['operator'],
});
const by = { department: 'platform', system: 'operations', officer: 'O-0001' };

let laboratory: ExchangeLaboratory;
let receiver: Receiver;
let webhooks: Webhooks;
let run: WebhookRun;
let app: App;

beforeEach(async () => {
  laboratory = await openExchangeLaboratory();
  receiver = await openReceiver();
  webhooks = await laboratory.open();
  await webhooks.register(taxSystem, { webhookId: 'w', requestId: 'r', url: receiver.url, after: 0 });
  run = webhooks.run('w') as WebhookRun;
  app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
  const { store, journal } = laboratory;
  const operations = openOperations(app, metricsOf());
  operations.show(() => webhooks.runs());
  operations.recordIn(operationsRecord({ store, journal }));
});

afterEach(async () => {
  await laboratory.close();
  await receiver.close();
});

async function call(method: string, path: string, body?: Json, as = operator): Promise<Answer> {
  const response = await checkedRequest(app, `/v1/operations/processors${path}`, {
    method,
    headers: { authorization: as, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer should have
  readonly body: any;
}

/** Parks two events of one meter. Answers their positions. */
async function parked(): Promise<readonly [number, number]> {
  receiver.answers(() => 500);
  const first = await laboratory.meterRead('A');
  const second = await laboratory.meterRead('A');
  await run.whenProcessed(second);
  await waitFor(async () => (await webhooks.webhook('tax', 'w')).parked.size === 1, { describe: 'parked' });
  return [first, second];
}

it('shows every processor with its lag and what is parked', async () => {
  await parked();
  const { body } = await call('GET', '');
  expect(body.processors).toMatchObject([
    {
      name: 'webhook-w',
      kind: 'reactor',
      state: 'running',
      position: expect.stringMatching(/^\d+$/),
      head: expect.stringMatching(/^\d+$/),
      lagEvents: 0,
      lagSeconds: 0,
      parkedEvents: 2,
      parkedSequences: 1,
      lastFailure: { code: 'E_WEBHOOK_DELIVERY' },
    },
  ]);
});

it('shows what a redrive would do, does it, and writes it down with who and why', async () => {
  const [first, second] = await parked();
  const plan = {
    processor: 'webhook-w',
    events: 2,
    sequenceCount: 1,
    sequences: [
      {
        sequence: 'utilities.meter-A',
        firstPosition: String(first),
        sample: [
          { position: String(first), type: 'utilities.meter-read.v1', attempts: 2 },
          { position: String(second), attempts: 0, failure: null },
        ],
      },
    ],
  };
  expect((await call('GET', '/webhook-w/parked')).body).toMatchObject(plan);
  const reason = '对方系统已恢复';
  const dry = await call('POST', '/webhook-w/redrive', { dryRun: true, reason });
  expect(dry.body).toMatchObject({ dryRun: true, ...plan });
  expect(await laboratory.recorded('platform.sequence-redriven.v1')).toEqual([]);

  receiver.answers(() => 200);
  const done = await call('POST', '/webhook-w/redrive', { dryRun: false, reason });
  const outcomes = { delivered: 2 };
  expect(done.body.sequences).toEqual([
    { sequence: 'utilities.meter-A', handled: 2, outcomes, stoppedAt: null },
  ]);
  expect(receiver.taken()).toEqual([`tax:${first}`, `tax:${second}`]);
  const [redriven] = await laboratory.recorded('platform.sequence-redriven.v1');
  expect(redriven?.event.data).toEqual({
    processor: 'webhook-w',
    sequence: 'utilities.meter-A',
    position: String(first),
    events: 2,
    reason,
    by,
  });
  expect(await laboratory.recorded('platform.webhook-resumed.v1')).toHaveLength(1);
});

it('passes over an event once, whoever repeats it, and what waited behind it goes on', async () => {
  const [first, second] = await parked();
  receiver.answers(({ cursor }) => (cursor === `tax:${first}` ? 500 : 200));
  const skip = { position: String(first), reason: '对方已人工录入' };
  expect(await call('POST', '/webhook-w/skip', skip)).toMatchObject({
    status: 200,
    body: { processor: 'webhook-w', sequence: 'utilities.meter-A' },
  });
  const colleague = await issuer.bearer({ sub: 'O-2', department: 'platform', roles: ['operator'] });
  expect((await call('POST', '/webhook-w/skip', skip, colleague)).status).toBe(200);
  const skipped = await laboratory.recorded('platform.event-skipped.v1');
  expect(skipped.map(({ event }) => event.data)).toEqual([
    {
      processor: 'webhook-w',
      sequence: 'utilities.meter-A',
      position: String(first),
      event: { source: '/departments/utilities/meters', id: expect.any(String) },
      reason: skip.reason,
      by,
    },
  ]);
  await call('POST', '/webhook-w/redrive', { dryRun: false, reason: '继续' });
  expect(receiver.taken()).toEqual([`tax:${second}`]);
  expect((await webhooks.webhook('tax', 'w')).parked.size).toBe(0);
  const never = await call('POST', '/webhook-w/skip', { position: String(second), reason: 'x' });
  expect([never.status, never.body.code]).toEqual([409, 'E_PROCESSING_NOT_PARKED']);
});

it('pauses and resumes, and writes down who and why', async () => {
  expect((await call('POST', '/webhook-w/pause', { reason: '演练' })).body.state).toBe('paused');
  const lag = async (): Promise<number> => (await call('GET', '')).body.processors[0].lagEvents;
  const before = await lag();
  const position = await laboratory.meterRead('A');
  expect(await lag()).toBe(before + 1);
  expect(receiver.deliveries).toEqual([]);
  expect((await call('POST', '/webhook-w/resume', { reason: '演练结束' })).body.state).toBe('running');
  await run.whenProcessed(position);
  expect(receiver.taken()).toEqual([`tax:${position}`]);
  for (const [type, reason] of [
    ['platform.processor-paused.v1', '演练'],
    ['platform.processor-resumed.v1', '演练结束'],
  ] as const) {
    const acts = await laboratory.recorded(type);
    expect(acts.map(({ event }) => event.data)).toEqual([{ processor: 'webhook-w', reason, by }]);
  }
});

it('is for operators, about processors that there are, and wants a reason', async () => {
  expect((await call('GET', '', undefined, tax)).body.code).toBe('E_AUTH_ROLE');
  expect((await call('GET', '/nobody/parked')).body.code).toBe('E_PROCESSOR_NOT_FOUND');
  for (const [path, body] of [
    ['redrive', { dryRun: false }],
    ['skip', { position: '1' }],
    ['skip', { position: '0', reason: 'x' }],
    ['pause', {}],
    ['pause', { reason: '' }],
  ] as const) {
    expect((await call('POST', `/webhook-w/${path}`, body)).body.code).toBe('E_INPUT_INVALID');
  }
});
