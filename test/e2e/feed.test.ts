import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReceiver, type Receiver } from '../../services/exchange/src/testing/receiver.ts';
import { readStream, type StreamMessage } from './event-stream.ts';
import {
  accessRequest,
  accountOpened,
  accountType,
  grantAccounts,
  listItem,
  post,
  publish,
  settled,
} from './sharing-acts.ts';
import { type Answer, startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

const tax = { as: 'tax' } as const;

let platform: TrialPlatform;
let receiver: Receiver;
let made = 0;
/** Where the feed stood before the test. */
let start = '';
beforeAll(async () => {
  [platform, receiver] = await Promise.all([
    startTrialPlatform({ empty: true, webhooksTo: ['127.0.0.1'] }),
    openReceiver(),
  ]);
  await listItem(platform);
  await grantAccounts(platform);
  await settled(platform);
});
afterAll(async () => {
  await platform.stop();
  await receiver.close();
});
beforeEach(async () => {
  start = await headOf();
});

const get = (path: string, as = 'tax') => platform.call(path, { as });
const headOf = async (as = 'tax'): Promise<string> => (await get('/v1/feed/position', as)).body.head;
const cursorsOf = (items: readonly { readonly cursor: string }[]) => items.map(({ cursor }) => cursor);
const positionOf = (cursor: string): number => Number(cursor.split(':')[1]);

/** Publishes some accounts, in streams of their own where that is asked; answers their cursors. */
async function openAccounts(count: number): Promise<readonly string[]> {
  const events = Array.from({ length: count }, () => {
    made += 1;
    const example = accountOpened('').data as Record<string, unknown>;
    return accountOpened(`account-${made}`, {
      data: { ...example, accountNumber: `E-310104${String(made).padStart(7, '0')}` },
    });
  });
  return (await publish(platform, ...events)).map((position) => `tax:${position}`);
}

/** Everything after a cursor, by pulling pages of a size. */
async function pull(after: string, limit: number): Promise<readonly Answer[]> {
  const items: Answer[] = [];
  for (let next = after; ; ) {
    const { body } = await get(`/v1/feed?after=${next}&limit=${limit}`);
    items.push(...body.events);
    next = body.next;
    if (body.atEnd) return items;
  }
}

async function stream(
  query: string,
  options: Partial<Parameters<typeof readStream>[1]> = {},
): Promise<Awaited<ReturnType<typeof readStream>>> {
  const authorization = `Bearer ${await platform.token('tax')}`;
  return readStream(`${platform.url}/v1/feed/stream${query}`, {
    ...options,
    headers: { authorization, ...options.headers },
  });
}

const isCaughtUp = (messages: readonly StreamMessage[]): boolean =>
  messages.some(({ event }) => event === 'caught-up');
const itemsOf = (messages: readonly StreamMessage[]): Answer[] =>
  messages.filter(({ event }) => event === 'event').map(({ data }) => JSON.parse(data));

describe('a page', () => {
  it('has what is granted, and names what is not', async () => {
    const [cursor] = await openAccounts(1);
    const [item] = await pull(start, 100);
    expect(item).toMatchObject({ cursor, revision: '0', erased: [], withheld: ['/contact', '/service'] });
    expect(item.event.data).toEqual({
      accountNumber: expect.stringMatching(/^E-310104/),
      contact: { name: '林晓岚' },
    });
    expect(item.grants).toHaveLength(1);
  });

  it('is as large as asked, and pages of any size give the same in the same order', async () => {
    const cursors = await openAccounts(7);
    const [whole, ...parts] = await Promise.all([1_000, 1, 2, 3, 6, 7, 8].map((limit) => pull(start, limit)));
    expect(cursorsOf(whole ?? [])).toEqual(cursors);
    for (const part of parts) expect(part).toEqual(whole);
    const page = await get(`/v1/feed?after=${start}&limit=3`);
    expect([page.body.events.length, page.body.atEnd]).toEqual([3, false]);
  });

  it('goes on behind what is not for the reader', async () => {
    const [first = '', last = ''] = await openAccounts(2);
    const customs = (cursor: string): string => cursor.replace('tax', 'customs');
    const { body } = await get(`/v1/feed?after=${customs(start)}`, 'customs');
    expect(body).toMatchObject({ events: [], atEnd: true });
    expect(positionOf(body.next)).toBeGreaterThanOrEqual(positionOf(last));
    expect(positionOf(last)).toBeGreaterThan(positionOf(first));
  });

  it.each([
    ['limit=0', 400, 'E_LIMIT'],
    ['limit=1001', 400, 'E_LIMIT'],
    ['limit=-1', 400, 'E_LIMIT'],
    ['limit=1.5', 400, 'E_LIMIT'],
    ['wait=31', 400, 'E_INPUT_INVALID'],
    ['wait=-1', 400, 'E_INPUT_INVALID'],
    ['after=tax', 400, 'E_CURSOR_MALFORMED'],
    ['after=tax:-1', 400, 'E_CURSOR_MALFORMED'],
    ['after=tax:01', 400, 'E_CURSOR_MALFORMED'],
    ['after=tax:1.0', 400, 'E_CURSOR_MALFORMED'],
    ['after=tax:99999999999999999999', 400, 'E_CURSOR_MALFORMED'],
    ['after=Tax:1', 400, 'E_CURSOR_MALFORMED'],
    ['after=customs:1', 403, 'E_CURSOR_FOREIGN'],
    ['after=tax:9007199254740991', 400, 'E_CURSOR_FUTURE'],
    ['colour=red', 400, 'E_INPUT_INVALID'],
    ['limit=1&limit=2', 400, 'E_INPUT_INVALID'],
  ])('is refused for %s', async (query, status, code) => {
    const answer = await get(`/v1/feed?${query}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('says where the feed ends to whoever has a cursor from the future', async () => {
    const { body } = await get('/v1/feed?after=tax:999999');
    expect(body).toMatchObject({ code: 'E_CURSOR_FUTURE', status: 400, retryable: false });
    expect(body.detail).toContain(await headOf());
  });
});

describe('a long poll', () => {
  it('answers at once what is there', async () => {
    const cursors = await openAccounts(2);
    const { body } = await get(`/v1/feed?after=${start}&wait=30`);
    expect(cursorsOf(body.events)).toEqual(cursors);
  });

  it('answers when something comes', async () => {
    const waiting = get(`/v1/feed?after=${start}&wait=30`);
    const [cursor] = await openAccounts(1);
    const { body } = await waiting;
    expect(cursorsOf(body.events)).toEqual([cursor]);
    expect(positionOf(body.next)).toBeGreaterThanOrEqual(positionOf(cursor ?? ''));
  });

  it('waits on where what comes is not for the reader', async () => {
    let isAnswered = false;
    const waiting = get(`/v1/feed?after=${start.replace('tax', 'customs')}&wait=30`, 'customs').finally(
      () => {
        isAnswered = true;
      },
    );
    const [last = ''] = (await openAccounts(3)).slice(-1);
    expect(isAnswered).toBe(false);
    const { grantId } = await post(platform, '/v1/grants', 'customs', accessRequest());
    const { body } = await waiting;
    expect(body.events[0].event).toMatchObject({ type: 'sharing.access-requested.v1', subject: grantId });
    expect(positionOf(body.events[0].cursor)).toBeGreaterThan(positionOf(last));
  });

  it('answers an empty page when nothing comes', async () => {
    const { status, body } = await get(`/v1/feed?after=${start}&wait=1`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ events: [], atEnd: true });
    expect(positionOf(body.next)).toBeGreaterThanOrEqual(positionOf(start));
  });

  it('gives every waiting reader what comes', async () => {
    const waiting = Array.from({ length: 20 }, () => get(`/v1/feed?after=${start}&wait=30`));
    const [cursor] = await openAccounts(1);
    for (const { body } of await Promise.all(waiting)) expect(cursorsOf(body.events)).toEqual([cursor]);
  });
});

describe('the stream', () => {
  it('sends what was there, says that it has caught up, and sends what comes', async () => {
    const before = await openAccounts(2);
    let caughtUps = 0;
    const reading = stream(`?after=${start}`, {
      enough: (messages) => {
        caughtUps = messages.filter(({ event }) => event === 'caught-up').length;
        return caughtUps === 2;
      },
    });
    // A stream that opens only after the third event would have one catching-up for all three.
    await waitFor(() => caughtUps === 1, { describe: 'the stream has caught up with what was there' });
    const after = await openAccounts(1);
    const { messages, status } = await reading;
    expect(status).toBe(200);
    expect(cursorsOf(itemsOf(messages))).toEqual([...before, ...after]);
    for (const { id, data } of messages) expect(JSON.parse(data).cursor).toBe(id);
    expect(messages.at(-1)?.event).toBe('caught-up');
  });

  it('dropped in the middle and resumed by Last-Event-ID loses nothing and doubles nothing', async () => {
    const cursors = await openAccounts(12);
    const whole = itemsOf((await stream(`?after=${start}`, { enough: isCaughtUp })).messages);
    expect(cursorsOf(whole)).toEqual(cursors);
    // Primes, so that the connection breaks everywhere: in a header of a message, in its data, between two of them.
    for (const bytesMax of [613, 997, 1_499, 2_003]) {
      const read: Answer[] = [];
      let last: string | undefined;
      for (let drops = 0; read.length < cursors.length; drops++) {
        expect(drops).toBeLessThan(200);
        const { messages } = await stream(`?after=${start}`, {
          // A budget that grows reaches messages of any size.
          bytesMax: bytesMax + drops * 101,
          enough: isCaughtUp,
          headers: last === undefined ? {} : { 'last-event-id': last },
        });
        read.push(...itemsOf(messages));
        last = messages.at(-1)?.id ?? last;
      }
      expect(read).toEqual(whole);
    }
  });

  it('goes on after a restart of the platform', async () => {
    const [first = ''] = await openAccounts(1);
    await platform.restart();
    const [second = ''] = await openAccounts(1);
    const { messages } = await stream('', { headers: { 'last-event-id': first }, enough: isCaughtUp });
    expect(cursorsOf(itemsOf(messages))).toEqual([second]);
  });

  it.each([
    ['customs:1', 403, 'E_CURSOR_FOREIGN'],
    ['tax:999999', 400, 'E_CURSOR_FUTURE'],
    ['rubbish', 400, 'E_CURSOR_MALFORMED'],
  ])('refuses %s before it begins', async (cursor, status, code) => {
    for (const [query, headers] of [
      [`?after=${cursor}`, {}],
      ['', { 'last-event-id': cursor }],
    ] as const) {
      const answer = await platform.call(`/v1/feed/stream${query}`, { ...tax, headers });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });

  it('ends cleanly with the platform, behind a whole message', async () => {
    const authorization = `Bearer ${await platform.token('tax')}`;
    const response = await fetch(`${platform.url}/v1/feed/stream`, { headers: { authorization } });
    let text = '';
    let restarted: Promise<void> | undefined;
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      if (text.includes('caught-up')) restarted ??= platform.restart();
    }
    await restarted;
    expect(text).toMatch(/\n\n$/);
  });
});

describe('every way of reading', () => {
  it('gives the same minimised events in the same order', async () => {
    const cursors = await openAccounts(9);
    const { webhookId } = await post(platform, '/v1/webhooks', 'tax', {
      url: receiver.url,
      from: 'beginning',
    });
    const pulled = (await pull('tax:0', 4)).filter(({ cursor }) => positionOf(cursor) <= lastOf(cursors));
    const streamed = itemsOf((await stream('', { enough: isCaughtUp })).messages);
    await waitFor(() => receiver.taken().includes(cursors.at(-1) ?? ''), {
      describe: 'the webhook is there',
    });
    const pushed = receiver.deliveries.map(({ item }) => item);
    expect(streamed.slice(0, pulled.length)).toEqual(pulled);
    expect(pushed.slice(0, pulled.length)).toEqual(pulled);
    expect(pulled.filter(({ event }) => event.type === accountType).length).toBeGreaterThanOrEqual(9);
    expect((await platform.call(`/v1/webhooks/${webhookId}`, { ...tax, method: 'DELETE' })).status).toBe(204);
  });

  it('is recorded for the provider, with the channel', async () => {
    const channels = async (): Promise<string> => {
      const { body } = await platform.call('/v1/reads?limit=500', { as: 'utilities' });
      const named = new Set(body.reads.map(({ channel }: { channel: string }) => channel));
      return [...named].sort().join(' ');
    };
    await waitFor(async () => (await channels()) === 'pull stream webhook', { describe: 'all are recorded' });
  });

  const lastOf = (cursors: readonly string[]): number => positionOf(cursors.at(-1) ?? '');
});

describe('an acknowledgement', () => {
  const ack = (cursor: string) => platform.call('/v1/feed/ack', { ...tax, body: { cursor } });
  const acknowledged = async () => (await get('/v1/feed/position')).body.acknowledged;

  it('is kept for the system that gave it, never moves back, and outlives a restart', async () => {
    const [first = '', second = ''] = await openAccounts(2);
    expect((await ack(second)).body).toEqual({ cursor: second });
    expect((await ack(first)).body).toEqual({ cursor: second });
    await platform.restart();
    expect(await acknowledged()).toBe(second);
    expect((await get('/v1/feed/position', 'customs')).body.acknowledged).toBeNull();
  });

  it('limits nothing of what may be read', async () => {
    const [cursor = ''] = await openAccounts(1);
    await ack(cursor);
    expect(cursorsOf(await pull(start, 10))).toContain(cursor);
  });

  it.each([
    ['customs:1', 403, 'E_CURSOR_FOREIGN'],
    ['tax:999999', 400, 'E_CURSOR_FUTURE'],
    ['tax', 400, 'E_CURSOR_MALFORMED'],
  ])('of %s is refused', async (cursor, status, code) => {
    const before = await acknowledged();
    const answer = await ack(cursor);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await acknowledged()).toBe(before);
  });
});
