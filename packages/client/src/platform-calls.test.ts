import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeExchange, openFakeExchange } from './testing/fake-exchange.ts';
import { quickClient } from './testing/quick-client.ts';

let exchange: FakeExchange;
beforeEach(async () => {
  exchange = await openFakeExchange();
});
afterEach(() => exchange.close());

it('calls the rest of the API, and tries again where it fails for now', async () => {
  const client = quickClient(exchange.baseUrl);
  exchange.mishaps = ['cut-before', 'unavailable'];
  await client.contracts.list();
  await client.contracts.get('tax.a.v1');
  await client.contracts.check({ owner: 'tax' });
  await client.directory.list();
  await client.directory.get('tax.a.v1');
  await client.directory.act('tax.a.v1', 'publish');
  await client.grants.list({ requester: 'tax' });
  await client.grants.get('G/1');
  await client.grants.request({ type: 'tax.a.v1' });
  await client.grants.act('G-1', 'suspend', { reason: 'misuse' });
  await client.corrections.raise({ fields: ['/n'] });
  await client.corrections.act('C-1', 'uphold', { reason: 'right' });
  await client.flows.list();
  await client.flows.get('flow 1');
  await client.events.get({ source: client.source, id: 'X' });
  await client.position();
  expect(exchange.requests.slice(2)).toEqual([
    'GET /v1/contracts',
    'GET /v1/contracts/tax.a.v1',
    'POST /v1/contracts/check',
    'GET /v1/directory',
    'GET /v1/directory/tax.a.v1',
    'POST /v1/directory/tax.a.v1/publish',
    'GET /v1/grants',
    'GET /v1/grants/G%2F1',
    'POST /v1/grants',
    'POST /v1/grants/G-1/suspend',
    'POST /v1/corrections',
    'POST /v1/corrections/C-1/uphold',
    'GET /v1/flows',
    'GET /v1/flows/flow%201',
    'GET /v1/events',
    'GET /v1/feed/position',
  ]);
});

it('reads a page of the feed', async () => {
  const client = quickClient(exchange.baseUrl);
  exchange.record(await client.prepare('tax.a.v1', { subject: 'X', data: { n: 1 } }));
  const page = await client.feed({ limit: 10 });
  expect(page).toMatchObject({ next: 'tax:1', atEnd: true, events: [{ cursor: 'tax:1', withheld: [] }] });
  expect(await client.feed({ after: page.next })).toEqual({ events: [], next: 'tax:1', atEnd: true });
});
