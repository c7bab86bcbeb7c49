import { waitFor } from '@tongban/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReceiver, type Receiver } from '../testing/receiver.ts';
import { operator, type RunningExchange, runExchange, systemOf } from '../testing/running-exchange.ts';
import {
  accountOpened,
  act,
  done,
  grantAccounts,
  listAccounts,
  publish,
  utilities,
} from '../testing/sharing-steps.ts';

const source = '/departments/utilities/billing';
const wrongEvents = 4;

/** What may happen at any moment, beside a webhook of courts that is pushed everything. */
type Step =
  | { readonly kind: 'read'; readonly department: string; readonly from: number; readonly limit: number }
  | { readonly kind: 'correct'; readonly wrong: number }
  | { readonly kind: 'suspend-or-restore' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      department: fc.constantFrom('tax', 'customs', 'property-registry'),
      from: fc.nat(wrongEvents),
      limit: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('correct' as const), wrong: fc.nat(wrongEvents - 1) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'suspend-or-restore' as const }) },
);

let exchange: RunningExchange;
let receiver: Receiver;
let customsGrant: string;
beforeAll(async () => {
  exchange = await runExchange();
  receiver = await openReceiver();
  await listAccounts(exchange);
  await grantAccounts(exchange);
  customsGrant = await grantAccounts(exchange, {}, systemOf('customs'));
  await grantAccounts(exchange, { basis: 'ebl' }, systemOf('courts'));
  const webhook = { url: receiver.url, from: 'beginning' };
  await done(exchange.call('POST', '/v1/webhooks', { as: systemOf('courts'), body: webhook }));
});
afterAll(async () => {
  await receiver.close();
  await exchange.stop();
});

/** Resolves when what is recorded now is answered, and what the answers bring about is too. */
async function settled(): Promise<void> {
  let head: number;
  do {
    head = await exchange.store.head();
    await waitFor(async () => (await lowestPosition()) >= head, { describe: 'reactions are through' });
  } while ((await exchange.store.head()) > head);
}

async function lowestPosition(): Promise<number> {
  const { body } = await done(exchange.call('GET', '/v1/operations/processors', { as: operator }));
  const positions = body.processors
    .filter(({ name }: { name: string }) => name === 'correction-notices' || name.startsWith('webhook-'))
    .map(({ position }: { position: string }) => Number(position));
  expect(positions).toHaveLength(2);
  return Math.min(...positions);
}

it('reaches whoever was handed a wrong event, once, behind it, and nobody else, however things follow', async () => {
  let runs = 0;
  let everTold = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyStep, { maxLength: 4 }), { maxLength: 6 }), async (moments) => {
      const run = runs++;
      const first = await exchange.store.head();
      const wrongId = (at: number): string => `W-${run}-${at}`;
      for (let at = 0; at < wrongEvents; at++) await done(publish(exchange, accountOpened(wrongId(at))));
      await done(publish(exchange, accountOpened(`R-${run}`)));
      /** Of each department and wrong event: the lowest position up to which a page with it went. */
      const handed = new Map<string, number>();
      const corrections = new Map<string, string>();
      let isSuspended = false;

      const take: Record<Step['kind'], (step: never) => Promise<void>> = {
        async read({ department, from, limit }: Extract<Step, { kind: 'read' }>) {
          const query = `?after=${department}:${first + from}&limit=${limit}`;
          const { body } = await done(exchange.call('GET', `/v1/feed${query}`, { as: systemOf(department) }));
          const next = Number(body.next.split(':')[1]);
          for (const { event } of body.events) {
            const key = `${department} ${event.id}`;
            handed.set(key, Math.min(next, handed.get(key) ?? next));
          }
        },
        async correct({ wrong }: Extract<Step, { kind: 'correct' }>) {
          const correctionId = `C-${run}-${corrections.size}`;
          corrections.set(correctionId, wrongId(wrong));
          const body = {
            wrong: { source, id: wrongId(wrong) },
            right: { source, id: `R-${run}` },
            fields: ['/service'],
            reason: '录入错误',
          };
          await done(
            exchange.call('POST', `/v1/corrections/${correctionId}/correct`, { as: utilities, body }),
          );
        },
        async 'suspend-or-restore'() {
          isSuspended = !isSuspended;
          if (isSuspended) {
            await act(exchange, customsGrant, 'suspend', { reasonCode: 'misuse', reason: '核查' });
          } else {
            await act(exchange, customsGrant, 'restore', { rectification: '已整改' });
          }
        },
      };
      for (const steps of moments) {
        // One after the other within a moment where they change the grant; all at once otherwise.
        const { together = [], alone = [] } = Object.groupBy(steps, ({ kind }) =>
          kind === 'suspend-or-restore' ? 'alone' : 'together',
        );
        await Promise.all(together.map((step) => take[step.kind](step as never)));
        for (const step of alone) await take[step.kind](step as never);
      }
      if (isSuspended) await take['suspend-or-restore'](undefined as never);
      await settled();
      for (const { item } of receiver.deliveries) {
        const position = Number(item.cursor.split(':')[1]);
        if (position > first) handed.set(`courts ${item.event.id}`, position);
      }

      const told = (
        await exchange.store.readAll({
          after: first,
          limit: 1_000,
          filter: { types: ['sharing.correction-delivered.v1'] },
        })
      ).events.map(({ position, event }) => ({
        position,
        ...(event.data as { readonly correctionId: string; readonly department: string }),
      }));
      const expected = [...corrections].flatMap(([correctionId, wrong]) =>
        ['courts', 'customs', 'property-registry', 'tax']
          .filter((department) => handed.has(`${department} ${wrong}`))
          .map((department) => `${correctionId} ${department}`),
      );
      expect(told.map(({ correctionId, department }) => `${correctionId} ${department}`).sort()).toEqual(
        expected.sort(),
      );
      everTold += told.length;
      for (const { position, correctionId, department } of told) {
        const wrong = corrections.get(correctionId);
        expect(position).toBeGreaterThan(handed.get(`${department} ${wrong}`) ?? Number.POSITIVE_INFINITY);
        const { body } = await done(
          exchange.call('GET', `/v1/feed?after=${department}:${position - 1}&limit=1`, {
            as: systemOf(department),
          }),
        );
        expect(body.events).toMatchObject([
          { cursor: `${department}:${position}`, event: { data: { wrong: { id: wrong } } } },
        ]);
      }
      const pushed = receiver.deliveries
        .map(
          ({ item: { event } }) =>
            event.data as { readonly correctionId?: string; readonly department?: string },
        )
        .filter(
          ({ correctionId, department }) => department === 'courts' && corrections.has(correctionId ?? ''),
        );
      expect(pushed.map(({ correctionId }) => correctionId).sort()).toEqual([...corrections.keys()].sort());
    }),
    { numRuns: 40 },
  );
  expect(everTold).toBeGreaterThan(0);
}, 60_000);
