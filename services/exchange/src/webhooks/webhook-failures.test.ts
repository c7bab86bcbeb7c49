import { retryPolicy } from '@tongban/processing';
import { waitFor } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ExchangeLaboratory,
  impatient,
  openExchangeLaboratory,
  registerForTax,
  taxSystem,
} from '../testing/exchange-laboratory.ts';
import { openReceiver, type Receiver } from '../testing/receiver.ts';
import type { WebhookPatience } from './webhook-patience.ts';
import type { WebhookRun } from './webhook-run.ts';
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

const isOf =
  (meter: string) =>
  ({ stream }: { readonly stream: string }): boolean =>
    stream === `utilities.meter-${meter}`;

describe('a receiver that fails on one sequence', () => {
  it.each(['silence', 'hang-up', 302, 404, 500] as const)(
    '(%s) parks it, and others go on',
    async (answer) => {
      receiver.answers((item) => (isOf('A')(item) ? answer : 200));
      const webhooks = await laboratory.open({ timeoutMs: 100 });
      const { run } = await register(webhooks);
      const failing = await laboratory.meterRead('A');
      const other = await laboratory.meterRead('B');
      const behind = await laboratory.meterRead('A');
      await run.whenProcessed(behind);

      // On a busy machine an answer may come after the time limit, and the item twice.
      expect([...new Set(receiver.taken())]).toEqual([`tax:${other}`]);
      expect(await run.status()).toMatchObject({ state: 'running', parkedEvents: 2, parkedSequences: 1 });
      const [parked] = await waitFor(() => laboratory.recorded('platform.webhook-parked.v1').then(some), {
        describe: 'the parking is written down',
      });
      expect(parked?.event.data).toMatchObject({
        department: 'tax',
        webhookId: 'wh-1',
        sequence: 'utilities.meter-A',
        position: String(failing),
        attempts: 2,
        failure: expect.stringContaining(
          typeof answer === 'number' ? `HTTP ${answer}` : answer === 'silence' ? 'within 100 ms' : 'hang up',
        ),
      });
    },
  );

  it('gets it in order at a redrive, which is written down with who asked for it', async () => {
    receiver.answers(() => 500);
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    const positions = [await laboratory.meterRead('A'), await laboratory.meterRead('A')];
    positions.push(await laboratory.meterRead('A'));
    await run.whenProcessed(positions[2] ?? 0);
    const plan = await run.redrivePlan();
    expect(plan).toMatchObject({
      events: 3,
      sequenceCount: 1,
      sequences: [{ sequence: 'utilities.meter-A' }],
    });

    receiver.answers(({ cursor }) => (cursor === `tax:${positions[1]}` ? 500 : 200));
    expect(await run.redriveBy(taxSystem, {})).toMatchObject([
      { handled: 1, stoppedAt: { position: positions[1], failure: { code: 'E_WEBHOOK_DELIVERY' } } },
    ]);
    expect(await laboratory.recorded('platform.webhook-resumed.v1')).toEqual([]);

    receiver.answers(() => 200);
    expect(await run.redriveBy(taxSystem, { sequence: 'utilities.meter-A' })).toMatchObject([
      { handled: 2, stoppedAt: undefined },
    ]);
    const later = await laboratory.meterRead('A');
    await run.whenProcessed(later);
    expect(receiver.taken()).toEqual([...positions, later].map((position) => `tax:${position}`));
    const resumed = await laboratory.recorded('platform.webhook-resumed.v1');
    expect(resumed.map(({ event }) => event.data)).toMatchObject([
      { sequence: 'utilities.meter-A', by: { department: 'tax', system: 'ledger' } },
    ]);
  });

  it('is tried again by itself, also after a restart', async () => {
    const patience: WebhookPatience = {
      ...impatient,
      later: retryPolicy({ attempts: 1_000, delayMs: 5, delayMsMax: 5 }),
    };
    receiver.answers((item) => (isOf('A')(item) ? 503 : 200));
    const webhooks = await laboratory.open({ patience });
    const { run } = await register(webhooks);
    const positions = [await laboratory.meterRead('A'), await laboratory.meterRead('A')];
    await waitFor(() => receiver.deliveries.length >= 5, { describe: 'it was tried again' });
    expect(run.dueAt('utilities.meter-A')).toBeDefined();
    await webhooks.stop();

    receiver.answers(() => 200);
    await laboratory.open({ patience });
    await waitFor(() => laboratory.recorded('platform.webhook-resumed.v1').then(some), {
      describe: 'the sequence goes on',
    });
    expect(receiver.taken()).toEqual(positions.map((position) => `tax:${position}`));
    expect(await laboratory.recorded('platform.webhook-parked.v1')).toHaveLength(1);
    expect(await laboratory.recorded('platform.webhook-resumed.v1')).toMatchObject([
      { event: { data: { by: { department: 'platform', system: 'exchange' } } } },
    ]);
  });

  it('is left to people after the last attempt', async () => {
    const later = retryPolicy({ attempts: 3, delayMs: 1, delayMsMax: 1 });
    receiver.answers(() => 500);
    const webhooks = await laboratory.open({ patience: { ...impatient, later } });
    const { run } = await register(webhooks);
    await laboratory.meterRead('A');
    await waitFor(() => receiver.deliveries.length === 2 + 3, { describe: 'it was tried for the last time' });
    await waitFor(() => run.dueAt('utilities.meter-A') === undefined, { describe: 'nothing is due' });
    expect((await run.redrivePlan()).sequences[0]?.sample[0]?.attempts).toBe(5);
  });

  it('does not get again what it took in the same batch', async () => {
    receiver.answers((item) => (isOf('C')(item) ? 500 : 200));
    for (const meter of ['A', 'B', 'C', 'D']) await laboratory.meterRead(meter);
    const webhooks = await laboratory.open();
    const { run } = await register(webhooks);
    await run.whenProcessed(await laboratory.meterRead('E'));
    const count = (meter: string): number =>
      receiver.deliveries.filter(({ item }) => isOf(meter)(item)).length;
    expect(['A', 'B', 'D', 'E'].map(count)).toEqual([1, 1, 1, 1]);
    expect(count('C')).toBeGreaterThan(1);
  });
});

describe('a receiver that is down', () => {
  it('is waited for: after a few sequences nothing more is parked, and everything comes when it is back', async () => {
    const patience: WebhookPatience = {
      atOnce: { attempts: 2, delayMs: 1, delayMsMax: 2 },
      later: retryPolicy({ attempts: 3, delayMs: 3_600_000, delayMsMax: 3_600_000 }),
      failingSequencesMax: 3,
    };
    receiver.answers(() => 503);
    const webhooks = await laboratory.open({ patience });
    const { run } = await register(webhooks);
    const positions: number[] = [];
    for (let at = 0; at < 8; at++) positions.push(await laboratory.meterRead(`M-${at}`));
    await waitFor(async () => (await run.status()).state === 'waiting', { describe: 'the webhook waits' });
    expect((await run.status()).parkedSequences).toBeLessThan(3);

    receiver.answers(() => 200);
    await run.whenProcessed(positions.at(-1) ?? 0);
    await waitFor(() => receiver.taken().length === 8, { describe: 'also what was parked is delivered' });
    expect([...receiver.taken()].sort()).toEqual(positions.map((position) => `tax:${position}`).sort());
    await waitFor(async () => (await webhooks.webhook('tax', 'wh-1')).parked.size === 0, {
      describe: 'it is written down that the sequences go on',
    });
  });
});

function some<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length > 0 ? values : undefined;
}
