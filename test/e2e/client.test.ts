import { join } from 'node:path';
import {
  type Client,
  type CursorStore,
  createClient,
  fileCursorStore,
  inMemoryCursorStore,
} from '@tongban/client';
import { type TemporaryFolder, temporaryFolder, waitFor } from '@tongban/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.ts';
import {
  accountOpened,
  accountType,
  grantAccounts,
  listItem,
  post,
  publish,
  settled,
} from './sharing-acts.ts';
import { startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

let platform: TrialPlatform;
let proxy: CuttingProxy;
let folder: TemporaryFolder;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
  proxy = await openCuttingProxy(platform.url);
  folder = await temporaryFolder();
  await listItem(platform);
  await grantAccounts(platform);
  await settled(platform);
});
afterAll(async () => {
  await proxy.close();
  await platform.stop();
  await folder.remove();
});
afterEach(() => proxy.cutWhen(undefined));

/** A client of tax behind the proxy, that tries again soon. */
function clientOf(system = 'core'): Client {
  return createClient({
    baseUrl: proxy.url,
    department: 'tax',
    system,
    token: () => platform.token('tax'),
    retry: { attempts: 20, delayMs: 2, delayMsMax: 20 },
  });
}

const headOf = async (): Promise<number> => {
  const { body } = await platform.call('/v1/feed/position', { as: 'tax' });
  return Number(body.head.split(':')[1]);
};

interface Cut {
  readonly direction: 'up' | 'down';
  /** So many bytes of the request, or of the answer, pass before the connection breaks. */
  readonly bytes: number;
}

/** Breaks connections one after another as planned; nothing more is broken then. */
function cutAsPlanned(plan: readonly Cut[]): void {
  const left = [...plan];
  proxy.cutWhen((chunk, direction) => {
    const [next] = left;
    if (next?.direction !== direction) return undefined;
    left.shift();
    return Math.min(next.bytes, chunk.length - 1);
  });
}

const type = 'tax.invoice-quota-granted.v1';
const draft = (id: string) => ({
  id,
  subject: '91310104MA1FR3K72B',
  data: {
    monthlyQuotaFen: 75_000_000,
    reason: 'initial',
    grantedOn: '2026-03-02',
    validFrom: '2026-03-02',
    authority: '国家税务总局上海市徐汇区税务局',
  } as const,
});

describe('publishing over a line that breaks', () => {
  it.each<[string, readonly Cut[], 'appended' | 'already-appended']>([
    ['before the request arrives', [{ direction: 'up', bytes: 0 }], 'appended'],
    ['within the request', [{ direction: 'up', bytes: 300 }], 'appended'],
    ['after the append, before the answer', [{ direction: 'down', bytes: 0 }], 'already-appended'],
    ['within the head of the answer', [{ direction: 'down', bytes: 12 }], 'already-appended'],
    ['within the body of the answer', [{ direction: 'down', bytes: 100_000 }], 'already-appended'],
    [
      'over and over',
      [0, 9, 40, 200, 0, 1].flatMap((bytes): Cut[] => [
        { direction: 'down', bytes },
        { direction: 'up', bytes },
      ]),
      'already-appended',
    ],
  ])('%s: the event is there once', async (name, plan, outcome) => {
    const before = await headOf();
    const cut = proxy.cuts + plan.length;
    cutAsPlanned(plan);
    const published = await clientOf().publish(type, draft(name));
    expect(published.outcome).toBe(outcome);
    expect(proxy.cuts).toBe(cut);
    expect(await headOf()).toBe(before + 1);
    const { body } = await platform.call(
      `/v1/events?source=/departments/tax/core&id=${encodeURIComponent(name)}`,
      { as: 'tax' },
    );
    expect(body.cursor).toBe(`tax:${published.position}`);
  });

  it('a batch is there once, each event with its outcome, whole where it is atomic', async () => {
    for (const atomic of [false, true]) {
      const before = await headOf();
      cutAsPlanned([
        { direction: 'down', bytes: 0 },
        { direction: 'up', bytes: 5_000 },
        { direction: 'down', bytes: 700 },
      ]);
      const drafts = Array.from(
        { length: 50 },
        (_, at) => ({ type, ...draft(`batch-${atomic}-${at}`) }) as const,
      );
      const outcomes = await clientOf().publishBatch(drafts, { atomic });
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(drafts.map(() => 'already-appended'));
      expect(await headOf()).toBe(before + drafts.length);
    }
  });

  it('many at once are each there once, in the order in which each system sent them', async () => {
    const before = await headOf();
    let answers = 0;
    proxy.cutWhen((_, direction) => {
      if (direction === 'up') return undefined;
      answers += 1;
      return answers % 3 === 0 && answers < 60 ? answers % 50 : undefined;
    });
    const systems = ['a', 'b', 'c', 'd'];
    const positions = await Promise.all(
      systems.map(async (system) => {
        const client = clientOf(system);
        const own: number[] = [];
        for (let at = 0; at < 15; at++) {
          own.push(Number((await client.publish(type, draft(`many-${at}`))).position));
        }
        return own;
      }),
    );
    expect(new Set(positions.flat()).size).toBe(60);
    expect(await headOf()).toBe(before + 60);
    for (const own of positions) expect(own).toEqual([...own].sort((one, other) => one - other));
  });

  it('goes through a restart of the platform', async () => {
    const before = await headOf();
    // A platform that is down hands out no tokens; one that was handed out before stays good.
    const token = await platform.token('tax');
    const client = createClient({
      baseUrl: platform.url,
      department: 'tax',
      system: 'restarting',
      token,
      retry: { attempts: 200, delayMs: 5, delayMsMax: 25 },
    });
    const publishing = (async () => {
      const published: string[] = [];
      for (let at = 0; at < 40; at++) published.push((await client.publish(type, draft(`restart-${at}`))).id);
      return published;
    })();
    await waitFor(async () => (await headOf()) > before + 5, { describe: 'publishing is under way' });
    await platform.restart();
    expect(await publishing).toHaveLength(40);
    expect(await headOf()).toBe(before + 40);
  });
});

describe('a subscription', () => {
  let next = 0;
  /** Publishes some accounts; answers their ids. */
  async function openAccounts(count: number): Promise<readonly string[]> {
    const ids = Array.from({ length: count }, () => `account-${next++}`);
    await publish(platform, ...ids.map((id) => accountOpened(id)));
    return ids;
  }

  interface Following {
    /** Ids that were handled, in order. */
    readonly handled: readonly string[];
    readonly caughtUp: () => number;
    end(): Promise<void>;
  }

  function follow(transport: 'sse' | 'poll', cursorStore: CursorStore, baseUrl = proxy.url): Following {
    const ending = new AbortController();
    const handled: string[] = [];
    let caughtUp = 0;
    const client = createClient({
      baseUrl,
      department: 'tax',
      system: 'follower',
      token: () => platform.token('tax'),
      retry: { attempts: 20, delayMs: 2, delayMsMax: 20 },
    });
    const ended = client.subscribe({
      cursorStore,
      transport,
      types: [accountType],
      signal: ending.signal,
      handle: ({ id }) => void handled.push(id),
      handleCorrection: ({ data }) => void handled.push(`corrects ${data.wrong?.id}`),
      onCaughtUp: () => {
        caughtUp += 1;
      },
    });
    // Its failure is told by `end`, where it is waited for.
    ended.catch(() => {});
    return {
      handled,
      caughtUp: () => caughtUp,
      async end() {
        ending.abort();
        await ended;
      },
    };
  }

  describe.each(['sse', 'poll'] as const)('by %s', (transport) => {
    it('resumes across a restart of the platform on the same folder, with nothing lost or doubled', async () => {
      const store = inMemoryCursorStore(`tax:${await headOf()}`);
      const following = follow(transport, store, platform.url);
      const before = await openAccounts(5);
      await waitFor(() => following.handled.length === 5, { describe: 'the first are handled' });
      await platform.restart();
      const between = await openAccounts(5);
      await waitFor(() => following.handled.length >= 10, { describe: 'the others are handled' });
      await platform.restart();
      const after = await openAccounts(5);
      await waitFor(() => following.handled.length >= 15, { describe: 'all are handled' });
      await following.end();
      expect(following.handled).toEqual([...before, ...between, ...after]);
    });

    it('hears what corrects an event that it was handed', async () => {
      const following = follow(transport, inMemoryCursorStore(`tax:${await headOf()}`));
      const [wrong = '', right = ''] = await openAccounts(2);
      await waitFor(() => following.handled.length >= 2, { describe: 'both are handled' });
      const source = accountOpened(wrong).source;
      await post(platform, `/v1/corrections/own-${wrong}/correct`, 'utilities', {
        ...{ wrong: { source, id: wrong }, right: { source, id: right } },
        ...{ fields: ['/accountNumber'], reason: '录入有误' },
      });
      await waitFor(() => following.handled.length >= 3, { describe: 'the correction is handled' });
      await following.end();
      expect(following.handled).toEqual([wrong, right, `corrects ${wrong}`]);
    });

    it('goes on over a line that breaks everywhere', async () => {
      const store = inMemoryCursorStore(`tax:${await headOf()}`);
      let answers = 0;
      proxy.cutWhen((chunk, direction) => {
        if (direction === 'up') return undefined;
        answers += 1;
        return answers < 60 && answers % 2 === 0 ? Math.floor((chunk.length * (answers % 7)) / 7) : undefined;
      });
      const ids = await openAccounts(20);
      const following = follow(transport, store);
      await waitFor(() => following.handled.length >= 20, { describe: 'all are handled' });
      const more = await openAccounts(3);
      await waitFor(() => following.handled.length >= 23, { describe: 'the last are handled' });
      await following.end();
      expect(following.handled).toEqual([...ids, ...more]);
    });

    it('goes on from its file when the process starts again', async () => {
      const path = join(folder.path, `${transport}.cursor`);
      await fileCursorStore(path).save(`tax:${await headOf()}`);
      const first = follow(transport, fileCursorStore(path));
      const before = await openAccounts(3);
      await waitFor(() => first.handled.length === 3, { describe: 'the first are handled' });
      await first.end();
      const after = await openAccounts(3);
      await platform.restart();
      const second = follow(transport, fileCursorStore(path));
      await waitFor(() => second.handled.length >= 3 && second.caughtUp() > 0, { describe: 'it caught up' });
      await second.end();
      expect([first.handled, second.handled]).toEqual([before, after]);
    });
  });
});
