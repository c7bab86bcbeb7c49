import { waitFor } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openReceiver } from '../testing/receiver.ts';
import { type RunningExchange, runExchange, systemOf } from '../testing/running-exchange.ts';
import {
  accountOpened,
  accountType,
  act,
  done,
  grantAccounts,
  listAccounts,
  publish,
  utilities,
} from '../testing/sharing-steps.ts';

const source = '/departments/utilities/billing';

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
  await listAccounts(exchange);
});
afterEach(() => exchange.stop());

const read = async (department: string, query = '?limit=1000') =>
  (await done(exchange.call('GET', `/v1/feed${query}`, { as: systemOf(department) }))).body;

/** The provider corrects A-1 by A-2 of its own accord. Answers the correction. */
async function correct(correctionId = 'C-1') {
  const body = {
    wrong: { source, id: 'A-1' },
    right: { source, id: 'A-2' },
    fields: ['/service'],
    reason: '录入错误',
  };
  return (
    await done(exchange.call('POST', `/v1/corrections/${correctionId}/correct`, { as: utilities, body }))
  ).body;
}

/** The departments that were told, once there are so many. */
async function told(departments: number): Promise<readonly string[]> {
  const deliveries = () => exchange.recorded('sharing.correction-delivered.v1');
  await waitFor(async () => (await deliveries()).length >= departments, {
    describe: `${departments} are told`,
  });
  return (await deliveries()).map(({ event }) => (event.data as { readonly department: string }).department);
}

/** The corrections in the feed of a department. */
const notices = async (department: string, query?: string) =>
  (await read(department, query)).events.filter(
    ({ event }: { readonly event: { readonly type: string } }) =>
      event.type === 'sharing.correction-delivered.v1',
  );

it('reaches whoever read the wrong event, however they read it, and nobody else', async () => {
  const courts = systemOf('courts');
  const ended = await grantAccounts(exchange, {}, systemOf('customs'));
  await grantAccounts(exchange);
  await grantAccounts(exchange, { basis: 'ebl' }, courts);
  await grantAccounts(exchange, {}, systemOf('property-registry'));
  await grantAccounts(exchange, {}, systemOf('vehicle-administration'));
  await done(publish(exchange, accountOpened('A-1')));
  const receiver = await openReceiver();
  const webhook = { url: receiver.url, types: [accountType], from: 'beginning' };
  await done(exchange.call('POST', '/v1/webhooks', { as: courts, body: webhook }));
  await waitFor(() => receiver.taken().length === 1, { describe: 'courts received it' });
  await read('tax');
  await read('customs');
  await act(exchange, ended, 'end-purpose', { reason: '完成' }, systemOf('customs'));
  await done(publish(exchange, accountOpened('A-2')));
  // One reads the right event alone, and another nothing at all.
  const [, position] = (await read('tax')).events.at(-2).cursor.split(':');
  await read('vehicle-administration', `?limit=1000&after=vehicle-administration:${position}`);

  expect((await correct()).untold).toEqual(['courts', 'customs', 'tax']);
  expect(await told(3)).toEqual(['courts', 'customs', 'tax']);
  await receiver.close();

  for (const department of ['tax', 'courts', 'customs']) {
    expect(await notices(department)).toMatchObject([
      { event: { data: { correctionId: 'C-1', department } } },
    ]);
  }
  expect(await notices('vehicle-administration')).toEqual([]);
});

it('tells nobody twice, over a restart and a replay of everything', async () => {
  await grantAccounts(exchange);
  await grantAccounts(exchange, {}, systemOf('customs'));
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  await read('tax');
  await read('customs');
  await correct();
  expect(await told(2)).toEqual(['customs', 'tax']);
  await exchange.stop();
  // A new database: every reaction begins again with the first event there is.
  exchange = await runExchange(exchange);
  await correct('C-2');
  expect(await told(4)).toEqual(['customs', 'tax', 'customs', 'tax']);
});

it('names the wrong event, the right one and the fields', async () => {
  await grantAccounts(exchange);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  await read('tax');
  await correct();
  await told(1);
  expect(await notices('tax')).toMatchObject([
    {
      event: {
        data: {
          correctionId: 'C-1',
          wrong: { source, id: 'A-1' },
          right: { source, id: 'A-2' },
          fields: ['/service'],
          channel: 'pull',
        },
      },
    },
  ]);
});

it('reaches who first reads the wrong event when it is corrected already, once', async () => {
  await grantAccounts(exchange);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  expect(await correct()).toMatchObject({ untold: [] });
  const { events, next } = await read('tax');
  expect(events).toContainEqual(expect.objectContaining({ event: expect.objectContaining({ id: 'A-1' }) }));
  expect(await told(1)).toEqual(['tax']);
  await read('tax');
  // Another read of another event shows that what the second read brings about has been brought about.
  await grantAccounts(exchange, {}, systemOf('customs'));
  await read('customs');
  expect(await told(2)).toEqual(['tax', 'customs']);
  // It comes after the page with the wrong event: who goes on from there does not miss it.
  expect(await notices('tax', `?limit=1000&after=${next}`)).toHaveLength(1);
});

it('reaches who reads the wrong event between the listing of its readers and the record of the correction', async () => {
  await grantAccounts(exchange);
  await grantAccounts(exchange, {}, systemOf('customs'));
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  await read('tax');
  const { append } = exchange.store;
  exchange.store.append = async (stream, expected, events) => {
    exchange.store.append = append;
    await read('customs');
    return append(stream, expected, events);
  };
  expect(await correct()).toMatchObject({ untold: ['tax'] });
  expect(await told(2)).toEqual(['customs', 'tax']);
});

it('reaches a webhook also where it takes no type but that of the wrong event', async () => {
  await grantAccounts(exchange);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  await correct();
  const receiver = await openReceiver();
  for (const types of [[accountType], ['utilities.supply-restored.v1']]) {
    const webhook = { url: receiver.url, types, from: 'beginning' };
    await done(exchange.call('POST', '/v1/webhooks', { body: webhook }));
  }
  const received = () => receiver.deliveries.map(({ item: { event } }) => event);
  await waitFor(() => received().length === 3, { describe: 'both events and the correction came' });
  expect(received()).toMatchObject([
    { id: 'A-1' },
    { id: 'A-2' },
    { type: 'sharing.correction-delivered.v1', data: { wrong: { id: 'A-1' }, channel: 'webhook' } },
  ]);
  await receiver.close();
});

it('reaches nobody where nobody read the wrong event', async () => {
  await grantAccounts(exchange);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  expect(await correct()).toMatchObject({ status: 'corrected', untold: [], told: [] });
});
