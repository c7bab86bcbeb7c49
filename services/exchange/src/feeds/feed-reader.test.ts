import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningExchange, runExchange, systemOf } from '../testing/running-exchange.ts';
import {
  accountData,
  accountOpened,
  accountType,
  act,
  done,
  grantAccounts,
  listAccounts,
  publish,
  utilities,
} from '../testing/sharing-steps.ts';
import type { FeedItem } from './feed-item.ts';

const dayMs = 86_400_000;
const misuse = { reasonCode: 'misuse', reason: '超范围使用' };

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
  await listAccounts(exchange);
});
afterEach(() => exchange.stop());

interface Page {
  readonly events: readonly FeedItem[];
  readonly next: string;
  readonly atEnd: boolean;
}

async function feed(query = '', department = 'tax'): Promise<Page> {
  return (await done(exchange.call('GET', `/v1/feed${query}`, { as: systemOf(department) }))).body;
}

/** Ids of the events of accounts that a department receives. */
async function accounts(query = '', department = 'tax'): Promise<readonly string[]> {
  return accountsOf(await feed(query, department));
}

function accountsOf({ events }: Page): readonly string[] {
  return events.filter(({ event }) => event.type === accountType).map(({ event }) => event.id);
}

const publishAll = async (...ids: readonly string[]): Promise<void> => {
  for (const id of ids) await done(publish(exchange, accountOpened(id)));
};

describe('a feed', () => {
  it('hands over granted fields, in the order in which they were recorded', async () => {
    const grantId = await grantAccounts(exchange);
    await publishAll('A-2', 'A-1', 'A-3');
    const page = await feed();
    expect(accountsOf(page)).toEqual(['A-2', 'A-1', 'A-3']);
    expect(page.atEnd).toBe(true);
    const item = page.events.find(({ event }) => event.id === 'A-1');
    expect(item).toMatchObject({
      grants: [grantId],
      withheld: ['/contact', '/premisesAddress', '/service'],
      erased: [],
    });
    expect(item?.event.data).toEqual({ accountNumber: 'E-3101040098231', contact: { name: '林晓岚' } });
    const positions = page.events.map(({ cursor }) => Number(cursor.split(':')[1]));
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });

  it('has nothing for who has no grant, and nothing of a department’s own', async () => {
    await grantAccounts(exchange);
    await publishAll('A-1');
    expect(await accounts('', 'customs')).toEqual([]);
    expect(await accounts('', 'utilities')).toEqual([]);
  });

  it('begins with a grant, which does not replay what is past: who wants that reads from there', async () => {
    await publishAll('A-1');
    const { next } = await feed();
    await grantAccounts(exchange);
    await publishAll('A-2');
    expect(await accounts(`?after=${next}`)).toEqual(['A-2']);
    expect(await accounts()).toEqual(['A-1', 'A-2']);
  });

  it('is open on the days of the grant, and on no other', async () => {
    await grantAccounts(exchange, { from: '2026-03-04', to: '2026-03-05' });
    await publishAll('A-1');
    const days: (readonly string[])[] = [];
    for (let day = 2; day <= 6; day++) {
      days.push(await accounts());
      exchange.clock.leapTo(exchange.clock.now() + dayMs);
    }
    expect(days).toEqual([[], [], ['A-1'], ['A-1'], []]);
  });

  it('stops at once where the grant is suspended, and its cursor passes what is withheld', async () => {
    const grantId = await grantAccounts(exchange);
    await publishAll('A-1');
    const before = await feed();
    await publishAll('A-2');
    await act(exchange, grantId, 'suspend', misuse);
    await publishAll('A-3');
    expect(await accounts()).toEqual([]);
    const during = await feed(`?after=${before.next}`);
    expect(during.events.map(({ event }) => event.type)).toEqual(['sharing.access-suspended.v1']);
    await act(exchange, grantId, 'restore', { rectification: '已整改' });
    await publishAll('A-4');
    expect(await accounts(`?after=${during.next}`)).toEqual(['A-4']);
    expect(await accounts(`?after=${before.next}`)).toEqual(['A-2', 'A-3', 'A-4']);
  });

  it('ends with the purpose', async () => {
    const grantId = await grantAccounts(exchange);
    await publishAll('A-1');
    await act(exchange, grantId, 'end-purpose', { reason: '完成' }, systemOf('tax'));
    expect(await accounts()).toEqual([]);
  });

  it('of courts is open on their own bases alone', async () => {
    const courts = systemOf('courts');
    const grantId = await grantAccounts(exchange, { basis: 'ebl' }, courts);
    await publishAll('A-1');
    const { events } = await feed('', 'courts');
    expect(events.find(({ event }) => event.id === 'A-1')?.grants).toEqual([grantId]);
  });

  it('unites what several grants of a type give, and names them all', async () => {
    const first = await grantAccounts(exchange);
    const second = await grantAccounts(exchange, { fields: ['/service'], necessity: [] });
    await publishAll('A-1');
    const item = (await feed()).events.find(({ event }) => event.id === 'A-1');
    expect(item?.grants.toSorted()).toEqual([first, second].sort());
    expect(Object.keys(item?.event.data ?? {}).sort()).toEqual(['accountNumber', 'contact', 'service']);
  });

  it('tells the parties of the sharing process what concerns them, and nobody else', async () => {
    const grantId = await grantAccounts(exchange);
    const types = async (department: string): Promise<readonly string[]> =>
      (await feed('', department)).events
        .filter(({ event }) => event.subject === grantId)
        .map(({ event }) => event.type);
    const all = ['sharing.access-requested.v1', 'sharing.access-agreed.v1', 'sharing.access-provisioned.v1'];
    expect(await types('tax')).toEqual(all);
    expect(await types('utilities')).toEqual(all);
    expect(await types('customs')).toEqual([]);
  });

  it('is the same read page by page, with any limits, as on one page', async () => {
    await grantAccounts(exchange);
    await grantAccounts(exchange, {}, systemOf('customs'));
    const numbers = ['E-3101040098231', 'E-3101040098232'];
    for (let at = 0; at < 25; at++) {
      const data = accountData({ accountNumber: numbers[at % 2] });
      await done(publish(exchange, accountOpened(`A-${at}`, { data })));
    }
    await exchange.call('GET', '/v1/feed', { as: utilities });
    const whole = await feed('?limit=1000');
    const head = whole.next;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (limits) => {
        const items: FeedItem[] = [];
        let next = '';
        for (let turn = 0; items.at(-1)?.cursor !== whole.events.at(-1)?.cursor; turn++) {
          const limit = limits[turn % limits.length] ?? 1;
          const page = await feed(`?limit=${limit}&after=${next}`);
          expect(page.events.length).toBeLessThanOrEqual(limit);
          expect(turn).toBeLessThan(200);
          items.push(...page.events);
          next = page.next;
        }
        expect(items).toEqual(whole.events);
      }),
      { numRuns: 25 },
    );
    expect(head).toMatch(/^tax:\d+$/);
  });
});
