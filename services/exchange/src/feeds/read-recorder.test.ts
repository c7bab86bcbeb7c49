import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningExchange, systemOf } from '../testing/running-exchange.ts';
import {
  accountOpened,
  accountType,
  done,
  grantAccounts,
  publish,
  runSharingExchange,
} from '../testing/sharing-steps.ts';

let exchange: RunningExchange;
let grantId: string;
beforeEach(async () => {
  ({ exchange, grantId } = await runSharingExchange());
});
afterEach(() => exchange.stop());

const read = async (query: string, department = 'tax') =>
  (await done(exchange.call('GET', `/v1/feed${query}`, { as: systemOf(department) }))).body;
const records = async () => (await exchange.recorded('sharing.data-read.v1')).map(({ event }) => event.data);

it('writes one record a page: who, under which grants, from where to where, how much, and of what', async () => {
  const { next: before } = await read('?limit=1000');
  for (const id of ['A-1', 'A-2', 'A-3']) await publish(exchange, accountOpened(id));
  const first = await read(`?after=${before}&limit=2`);
  const second = await read(`?after=${first.next}&limit=2`);
  const positionOf = (cursor: string): string => cursor.slice('tax:'.length);
  const hashOf = (page: { readonly events: readonly { readonly event: object }[] }): string =>
    createHash('sha256')
      .update(JSON.stringify(page.events.map(({ event }) => event)))
      .digest('base64url');
  const common = { department: 'tax', system: 'ledger', channel: 'pull' };
  const count = (of: { readonly events: readonly { readonly grants: readonly string[] }[] }): number =>
    of.events.filter(({ grants }) => grants.includes(grantId)).length;
  expect(await records()).toEqual([
    {
      ...common,
      grants: [{ grantId, purpose: 'verification', count: count(first) }],
      afterPosition: positionOf(before),
      lastPosition: positionOf(first.next),
      eventCount: first.events.length,
      responseHash: hashOf(first),
    },
    {
      ...common,
      grants: [{ grantId, purpose: 'verification', count: count(second) }],
      afterPosition: positionOf(first.next),
      lastPosition: positionOf(second.next),
      eventCount: second.events.length,
      responseHash: hashOf(second),
    },
  ]);
  expect(count(first) + count(second)).toBe(3);
});

it('counts what each grant gave', async () => {
  const other = await grantAccounts(exchange, { fields: ['/service'], necessity: [] });
  for (const id of ['A-1', 'A-2']) await publish(exchange, accountOpened(id));
  await read('?limit=1000');
  const [record] = await records();
  expect(record).toMatchObject({
    grants: expect.arrayContaining([
      { grantId, purpose: 'verification', count: 2 },
      { grantId: other, purpose: 'verification', count: 2 },
    ]),
  });
});

it('writes nothing of pages without shared data: empty ones, and notices to a party', async () => {
  await publish(exchange, accountOpened('A-1'));
  await read('', 'customs');
  expect((await read('', 'utilities')).events.length).toBeGreaterThan(0);
  expect(await records()).toEqual([]);
});

it('hands nothing over where the record cannot be written', async () => {
  await publish(exchange, accountOpened('A-1'));
  const { append } = exchange.store;
  exchange.store.append = async (stream, expected, events) => {
    if (events.some(({ type }) => type === 'sharing.data-read.v1')) throw new Error('the disk is full');
    return append(stream, expected, events);
  };
  const answer = await exchange.call('GET', '/v1/feed?limit=1000');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain(accountType);
});
