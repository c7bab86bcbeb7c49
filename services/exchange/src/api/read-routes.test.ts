import type { CloudEvent } from '@tongban/cloudevents';
import { newEvent } from '@tongban/event-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accountOpened,
  done,
  grantAccounts,
  publish,
  runSharingExchange,
  utilities,
} from '../testing/sharing-steps.ts';

const customs = systemOf('customs');

let exchange: RunningExchange;
let grantId: string;
beforeEach(async () => {
  ({ exchange, grantId } = await runSharingExchange());
  await grantAccounts(exchange, {}, customs);
  for (const id of ['A-1', 'A-2']) await done(publish(exchange, accountOpened(id)));
  await done(exchange.call('GET', '/v1/feed?limit=1000'));
  await done(exchange.call('GET', '/v1/feed?limit=1000', { as: customs }));
});
afterEach(() => exchange.stop());

const reads = async (as: Caller, query = '') =>
  (await done(exchange.call('GET', `/v1/reads${query}`, { as }))).body.reads;

it('shows auditors and operators everything, the newest first, page by page', async () => {
  const departments = (await reads(auditor)).map(({ department }: { department: string }) => department);
  expect(departments).toEqual(['customs', 'tax']);
  const { body } = await done(exchange.call('GET', '/v1/reads?limit=1', { as: operator }));
  expect(body.reads).toMatchObject([{ department: 'customs' }]);
  expect(await reads(operator, `?limit=1&before=${body.next}`)).toMatchObject([{ department: 'tax' }]);
  expect(await reads(auditor, '?department=tax')).toMatchObject([{ department: 'tax', channel: 'pull' }]);
});

it('shows a department its own', async () => {
  expect(await reads(systemOf('tax'))).toMatchObject([
    {
      department: 'tax',
      grants: [{ grantId, count: 2 }],
      responseHash: expect.stringMatching(/^[\w-]{43}$/),
    },
  ]);
  expect(await reads(systemOf('courts'))).toEqual([]);
});

it('shows a provider who read its data, and no more of the page than that', async () => {
  const [, read] = await reads(utilities);
  expect(read).toMatchObject({
    department: 'tax',
    grants: [{ grantId, count: 2 }],
    eventCount: 2,
    responseHash: null,
  });
});

it('has what was read before the request, and needs no second look', async () => {
  for (let more = 3; more <= 6; more += 1) {
    await done(exchange.call('GET', '/v1/feed?limit=1000'));
    expect(await reads(auditor)).toHaveLength(more);
  }
});

it('fills the pages of a provider past reads that are not its business, and ends with the last that is', async () => {
  const page = async (query: string) =>
    (await done(exchange.call('GET', `/v1/reads?${query}`, { as: utilities }))).body;
  // Customs read three pages more, with data of another provider's on them.
  const [read] = (await exchange.recorded('sharing.data-read.v1')).slice(-1);
  if (read === undefined) throw new Error('nothing was read');
  for (const id of ['other-1', 'other-2', 'other-3']) {
    const data = { ...(read.event.data as object), grants: [{ grantId: 'other', purpose: 'x', count: 1 }] };
    await exchange.store.append(read.stream, 'any', [newEvent({ ...read.event, id, data } as CloudEvent)]);
  }
  expect(await reads(auditor)).toHaveLength(5);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const { reads: shown, next: following } = await page(`limit=1${next === null ? '' : `&before=${next}`}`);
    expect(shown).toHaveLength(1);
    seen.push(shown[0].department);
    next = following;
  } while (next !== null);
  expect(seen).toEqual(['customs', 'tax']);
  expect(await page('department=customs')).toMatchObject({ reads: [{ eventCount: 2 }], next: null });
  expect(await page('department=courts')).toEqual({ reads: [], next: null });
});

it.each([
  ['a page of a million', '?limit=1000000', 'E_LIMIT'],
  ['a place that is none', '?before=soon', 'E_INPUT_INVALID'],
  ['a parameter that there is not', '?colour=red', 'E_INPUT_INVALID'],
])('refuses %s', async (_, query, code) => {
  const answer = await exchange.call('GET', `/v1/reads${query}`, { as: auditor });
  expectRefusal(answer);
  expect(answer.body.code).toBe(code);
});
