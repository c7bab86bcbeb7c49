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

  const notices = async (department: string) =>
    (await read(department)).events.filter(
      ({ event }: { readonly event: { readonly type: string } }) =>
        event.type === 'sharing.correction-delivered.v1',
    );
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

it('reaches nobody where nobody read the wrong event', async () => {
  await grantAccounts(exchange);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  expect(await correct()).toMatchObject({ status: 'corrected', untold: [], told: [] });
});
