import { type Clock, systemClock } from '@tongban/kernel';
import { waitFor } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  customsSystem,
  type ExchangeLaboratory,
  meterType,
  openExchangeLaboratory,
  registerForTax,
  taxSystem,
} from '../testing/exchange-laboratory.ts';
import { isSignedBy, openReceiver, type Receiver } from '../testing/receiver.ts';
import { processorOf, type WebhookRun } from './webhook-run.ts';
import type { NewWebhook, Webhooks } from './webhooks.ts';

let laboratory: ExchangeLaboratory;
let receiver: Receiver;

beforeEach(async () => {
  laboratory = await openExchangeLaboratory();
  receiver = await openReceiver();
});

afterEach(async () => {
  await laboratory.close();
  await receiver.close();
});

const register = (
  webhooks: Webhooks,
  more: Partial<NewWebhook> = {},
): Promise<{ readonly secret: string; readonly run: WebhookRun }> =>
  registerForTax(webhooks, { url: receiver.url, ...more });

const refusalOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'not refused',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('a webhook', () => {
  it('gets the items of the feed, signed, in order, each with its cursor as id', async () => {
    const first = await laboratory.meterRead('A', { kWh: '1' });
    const webhooks = await laboratory.open();
    const { secret, run } = await register(webhooks);
    const second = await laboratory.meterRead('A', { kWh: '2' });
    await run.whenProcessed(second);

    expect(receiver.taken()).toEqual([`tax:${first}`, `tax:${second}`]);
    for (const delivery of receiver.deliveries) {
      expect(delivery.headers['webhook-id']).toBe(delivery.item.cursor);
      expect(delivery.headers['content-type']).toBe('application/json');
      expect(isSignedBy(secret, delivery)).toBe(true);
      expect(isSignedBy(`whsec_${'A'.repeat(43)}=`, delivery)).toBe(false);
      expect(isSignedBy(secret, { ...delivery, body: delivery.body.replace('kWh', 'MWh') })).toBe(false);
    }
    expect(receiver.deliveries[0]?.item).toMatchObject({
      stream: 'utilities.meter-A',
      revision: '0',
      event: { type: meterType, data: { meter: 'A', kWh: '1' } },
      grants: ['GR-1'],
    });
  });

  it('begins where it was asked to, and gets only the types that it asked for', async () => {
    const before = await laboratory.meterRead('A');
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks, { after: before });
    const other = await register(webhooks, { webhookId: 'wh-2', types: ['tax.clearance-issued.v1'] });
    const after = await laboratory.meterRead('A');
    await run.whenProcessed(after);
    await other.run.whenProcessed(after);
    expect(receiver.taken()).toEqual([`tax:${after}`]);
  });

  it('is read only after the read is written down, once however often it is tried', async () => {
    const seen: number[] = [];
    receiver.answers(() => {
      seen.push(seen.length);
      return seen.length < 2 ? 500 : 200;
    });
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    const position = await laboratory.meterRead('A');
    await run.whenProcessed(position);
    expect(seen).toHaveLength(2);
    const reads = await laboratory.recorded('sharing.data-read.v1');
    expect(reads.map(({ event }) => event.data)).toMatchObject([
      {
        department: 'tax',
        system: 'ledger',
        channel: 'webhook',
        afterPosition: String(position - 1),
        lastPosition: String(position),
        eventCount: 1,
        grants: [{ grantId: 'GR-1', purpose: 'verification', count: 1 }],
      },
    ]);
  });

  it('gets nothing while the grant is suspended, not even what was parked before', async () => {
    receiver.answers(() => 500);
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    await run.whenProcessed(await laboratory.meterRead('A'));
    const sent = receiver.deliveries.length;

    laboratory.suspended.add('tax');
    receiver.answers(() => 200);
    await run.whenProcessed(await laboratory.meterRead('B'));
    expect(await run.redriveBy(taxSystem, {})).toMatchObject([{ handled: 1, stoppedAt: undefined }]);
    expect(receiver.deliveries).toHaveLength(sent);
    expect(receiver.taken()).toEqual([]);

    laboratory.suspended.clear();
    const again = await laboratory.meterRead('A');
    await run.whenProcessed(again);
    expect(receiver.taken()).toEqual([`tax:${again}`]);
  });

  it('goes on after a restart where it was, without sending anything twice', async () => {
    const webhooks = await laboratory.open();
    const { run, secret } = await register(webhooks);
    const first = await laboratory.meterRead('A');
    await run.whenProcessed(first);
    await webhooks.stop();
    const second = await laboratory.meterRead('A');
    expect(receiver.taken()).toEqual([`tax:${first}`]);

    const opened = await laboratory.open();
    await opened.run('wh-1')?.whenProcessed(second);
    expect(receiver.taken()).toEqual([`tax:${first}`, `tax:${second}`]);
    expect(isSignedBy(secret, receiver.deliveries[1] as never)).toBe(true);
  });

  it('stops quickly while a receiver keeps it waiting, and delivers that event after the restart', async () => {
    receiver.answers(() => 'silence');
    const webhooks = await laboratory.open({ timeoutMs: 60_000 });
    await register(webhooks);
    const position = await laboratory.meterRead('A');
    await waitFor(() => receiver.deliveries.length === 1, { describe: 'the delivery is under way' });
    await webhooks.stop();
    receiver.answers(() => 204);
    const opened = await laboratory.open();
    await opened.run('wh-1')?.whenProcessed(position);
    expect(receiver.taken()).toEqual([`tax:${position}`]);
    expect(await laboratory.recorded('platform.webhook-parked.v1')).toEqual([]);
  });

  it('has its own secrets: a new one signs beside the old one for 24 hours', async () => {
    let ahead = 0;
    const clock: Clock = { now: () => Date.now() + ahead, after: systemClock.after };
    const webhooks = await laboratory.open({ clock });
    const { secret, run } = await register(webhooks);
    const renewed = await webhooks.renewSecret(taxSystem, 'wh-1');
    expect(renewed).not.toBe(secret);
    await run.whenProcessed(await laboratory.meterRead('A'));
    const delivery = receiver.deliveries[0] as NonNullable<(typeof receiver.deliveries)[0]>;
    expect(isSignedBy(secret, delivery)).toBe(true);
    expect(isSignedBy(renewed, delivery)).toBe(true);

    ahead = 24 * 3_600_000 + 1;
    await run.whenProcessed(await laboratory.meterRead('A'));
    expect(receiver.deliveries[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  });

  it('keeps its secret out of every event', async () => {
    const webhooks = await laboratory.open();
    const { secret, run } = await register(webhooks);
    const renewed = await webhooks.renewSecret(taxSystem, 'wh-1');
    receiver.answers(() => 500);
    await run.whenProcessed(await laboratory.meterRead('A'));
    await webhooks.remove(taxSystem, 'wh-1', '迁移');
    const { events } = await laboratory.store.readAll({ after: 0 });
    expect(events.length).toBeGreaterThan(3);
    for (const { json } of events) {
      expect(json).not.toContain(secret.slice(6));
      expect(json).not.toContain(renewed.slice(6));
    }
    expect(await laboratory.views.db.selectFrom('webhook_secret').selectAll().execute()).toEqual([]);
  });
});

describe('removal', () => {
  it('follows a 410, for good', async () => {
    receiver.answers(() => 410);
    const webhooks = await laboratory.open();
    await register(webhooks);
    await laboratory.meterRead('A');
    await laboratory.meterRead('B');
    await waitFor(() => webhooks.run('wh-1') === undefined, { describe: 'its deliveries stopped' });
    expect(receiver.deliveries).toHaveLength(1);
    const [removed] = await laboratory.recorded('platform.webhook-removed.v1');
    expect(removed?.event.data).toMatchObject({ webhookId: 'wh-1', by: { system: 'exchange' } });
    expect(await laboratory.views.db.selectFrom('webhook_secret').selectAll().execute()).toEqual([]);
    await webhooks.stop();
    expect((await laboratory.open()).runs()).toEqual([]);
  });

  it('by the department stops deliveries before it is answered', async () => {
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    await webhooks.remove(taxSystem, 'wh-1', '迁移');
    expect(webhooks.run('wh-1')).toBeUndefined();
    expect((await run.status()).state).toBe('stopped');
    await laboratory.meterRead('A');
    expect(receiver.deliveries).toEqual([]);
    expect(await refusalOf(webhooks.remove(taxSystem, 'wh-1', '迁移'))).toBe('E_WEBHOOK_NOT_FOUND');
  });
});

describe('registration', () => {
  it.each([
    ['an IP literal', 'http://10.0.0.8/hook'],
    ['IPv6 loopback', 'http://[::1]:8080/hook'],
    ['a disguised literal', 'http://0x7f.1/hook'],
    ['a name that resolves to loopback', 'http://localhost:8080/hook'],
    ['the metadata service of a cloud', 'http://169.254.169.254/latest/meta-data'],
  ])('refuses %s', async (_, url) => {
    const webhooks = await laboratory.open({ allowedAddresses: [] });
    expect(await refusalOf(register(webhooks, { url }))).toBe('E_WEBHOOK_ADDRESS');
    expect(await laboratory.recorded('platform.webhook-registered.v1')).toEqual([]);
    expect(await laboratory.views.db.selectFrom('webhook_secret').selectAll().execute()).toEqual([]);
  });

  it('is checked again at every delivery', async () => {
    const port = new URL(receiver.url).port;
    const allowing = await laboratory.open({ allowedAddresses: ['127.0.0.1', '::1'] });
    await register(allowing);
    await register(allowing, { webhookId: 'wh-2', url: `http://localhost:${port}/hook` });
    await allowing.stop();
    const webhooks = await laboratory.open({ allowedAddresses: [] });
    const position = await laboratory.meterRead('A');
    for (const webhookId of ['wh-1', 'wh-2']) {
      await webhooks.run(webhookId)?.whenProcessed(position);
      const plan = await webhooks.run(webhookId)?.redrivePlan();
      expect(plan?.sequences[0]?.failure?.code).toBe('E_WEBHOOK_ADDRESS');
    }
    expect(receiver.deliveries).toEqual([]);
  });

  it('of the same again, also at once, answers the same and changes nothing', async () => {
    const webhooks = await laboratory.open();
    const [{ secret }, again] = await Promise.all([register(webhooks), register(webhooks)]);
    expect(again.secret).toBe(secret);
    expect((await register(webhooks)).secret).toBe(secret);
    expect(await laboratory.recorded('platform.webhook-registered.v1')).toHaveLength(1);
    expect(await refusalOf(register(webhooks, { requestId: 'another' }))).toBe(
      'E_HTTP_IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('has a limit, and leaves no secret where it is refused', async () => {
    const webhooks = await laboratory.open();
    for (let at = 0; at < 20; at++) await register(webhooks, { webhookId: `wh-${at}` });
    expect(await refusalOf(register(webhooks, { webhookId: 'wh-20' }))).toBe('E_ENDPOINT_LIMIT');
    expect(await laboratory.views.db.selectFrom('webhook_secret').selectAll().execute()).toHaveLength(20);
  });

  it('is the department’s own', async () => {
    const webhooks = await laboratory.open();
    await register(webhooks);
    expect(await webhooks.of('customs')).toEqual([]);
    expect(await refusalOf(webhooks.webhook('customs', 'wh-1'))).toBe('E_WEBHOOK_NOT_FOUND');
    const taken = { webhookId: 'wh-1', requestId: 'request-wh-1', url: receiver.url, after: 0 };
    expect(await refusalOf(webhooks.register(customsSystem, taken))).toBe('E_ENDPOINT_TAKEN');
    expect(await refusalOf(webhooks.renewSecret(customsSystem, 'wh-1'))).toBe('E_WEBHOOK_NOT_FOUND');
    expect(await refusalOf(webhooks.remove(customsSystem, 'wh-1', 'x'))).toBe('E_WEBHOOK_NOT_FOUND');
  });

  it('that lost its secret waits until it has a new one, and parks nothing', async () => {
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    await laboratory.views.db.deleteFrom('webhook_secret').execute();
    const position = await laboratory.meterRead('A');
    await waitFor(async () => (await run.status()).state === 'waiting', { describe: 'it waits' });
    const secret = await webhooks.renewSecret(taxSystem, 'wh-1');
    await run.whenProcessed(position);
    expect(isSignedBy(secret, receiver.deliveries[0] as never)).toBe(true);
    expect((await run.status()).parkedEvents).toBe(0);
  });
});

it('names the processor of a webhook after it', () => expect(processorOf('wh-1')).toBe('webhook-wh-1'));
