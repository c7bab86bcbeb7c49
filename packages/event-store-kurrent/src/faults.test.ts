import { type EventStore, type RecordedEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import { type FakeKurrent, startFakeKurrent } from '../../../test/fakes/kurrent/fake-kurrent.ts';
import { openStore, readEverything } from './testing/open-store.ts';

const stream = streamName('tax', 'taxpayer', '1');
const a = sampleEvent({ id: 'a' });
const [isEvents, isClaims] = [
  (name: string) => name.startsWith('tongban.'),
  (name: string) => name.startsWith('tongban-claim-'),
];

describe('a subscription', () => {
  it('goes on after several drops during catch-up and one when live, with everything once', async () => {
    await using server = await runningServer();
    const drops: unknown[] = [];
    // Every connection is dropped after 350 events: whoever began anew each time would never have all 900.
    const dropAgain = (): void => server.fake.faults.dropAfterEvents(350);
    const logger = {
      warn: (facts: object) => {
        drops.push(facts);
        dropAgain();
      },
    };
    const store = await openStore(server.fake.url, { logger });
    const writer = await openStore(server.fake.url);
    await appendMany(writer, 'old', 900);
    dropAgain();
    const { seen, stop } = follow(store);
    await waitFor(() => seen.length === 900, { describe: 'history is there' });
    expect(drops.length).toBeGreaterThanOrEqual(2);
    server.fake.faults.dropAfterEvents(30);
    const dropsBefore = drops.length;
    await retried(() => appendMany(writer, 'new', 60));
    await waitFor(() => seen.length === 960, { describe: 'what is new is there' });
    expect(drops.length).toBeGreaterThan(dropsBefore);
    expect(drops[0]).toMatchObject({ err: { code: 'E_STORE_UNAVAILABLE' } });
    expect(idsOf(seen)).toEqual([...numbered('old', 900), ...numbered('new', 60)]);
    await stop();
    await Promise.all([store.close(), writer.close()]);
  });

  it('waits for a server that is gone, and goes on when it is back', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    await appendMany(store, 'old', 20);
    const { seen, stop } = follow(store);
    await waitFor(() => seen.length === 20, { describe: 'history is there' });
    for (const name of ['first', 'second']) {
      await server.restart();
      await retried(() => appendMany(store, name, 5));
    }
    await waitFor(() => seen.length === 30, { describe: 'what came after both restarts is there' });
    expect(idsOf(seen)).toEqual([...numbered('old', 20), ...numbered('first', 5), ...numbered('second', 5)]);
    await stop();
    await store.close();
  });

  it('says when it was refused for good', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    const [, second] = await store.append(stream, 'any', [a, sampleEvent({ id: 'b' })]);
    const { signal } = new AbortController();
    const inside = store.subscribe({ after: (second?.position ?? 0) - 4, signal })[Symbol.asyncIterator]();
    await expect(inside.next()).rejects.toMatchObject({ code: 'E_STORE_ARGUMENT' });
    await store.close();
  });
});

describe('a read', () => {
  it('is given up after the deadline where the server stays silent, and a subscription goes on after it', async () => {
    await using server = await runningServer();
    const drops: object[] = [];
    const logger = { warn: (facts: object) => void drops.push(facts) };
    const store = await openStore(server.fake.url, { deadlineMs: 200, logger });
    await store.append(stream, 'any', [a]);
    server.fake.faults.staysSilent = true;
    for (const read of [
      store.head(),
      store.readStream(stream),
      store.readAll({ after: 0 }),
      store.find(a.source, a.id),
      store.append(stream, 'any', [sampleEvent({ id: 'b' })]),
    ]) {
      await expect(read).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE', retryable: true });
    }
    const { seen, stop } = follow(store);
    await waitFor(() => drops.length > 0, { describe: 'the subscription gave up waiting' });
    server.fake.faults.staysSilent = false;
    await waitFor(() => seen.length === 1, { describe: 'the event is there' });
    await stop();
    await store.close();
  });
});

describe('an append', () => {
  it.each([
    ['to the events', isEvents],
    ['to the claim', isClaims],
  ])('of which the answer %s is lost is unavailable, and its repeat tells the truth', async (_, passes) => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    server.fake.faults.loseNextResponse(passes);
    await expect(store.append(stream, 'any', [a])).rejects.toMatchObject({
      code: 'E_STORE_UNAVAILABLE',
      retryable: true,
    });
    const outcome = passes === isEvents ? 'already-appended' : 'appended';
    expect(await retried(() => store.append(stream, 'any', [a]))).toMatchObject([{ outcome, revision: 0 }]);
    expect(idsOf(await readEverything(store))).toEqual(['a']);
    await store.close();
  });

  it('is unavailable where the server refuses to write, while reading goes on', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    await store.append(stream, 'any', [a]);
    server.fake.faults.refusesWrite = () => true;
    await expect(store.append(stream, 'any', [sampleEvent({ id: 'b' })])).rejects.toMatchObject({
      code: 'E_STORE_UNAVAILABLE',
      status: 503,
      retryable: true,
      retryAfterSeconds: 5,
    });
    expect(idsOf(await retried(() => store.readStream(stream)))).toEqual(['a']);
    await store.close();
  });

  it('is given up after the deadline, and is there once when it is repeated', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url, { deadlineMs: 300 });
    const held = server.fake.faults.holdNext('append', isEvents);
    await expect(store.append(stream, 'any', [a])).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' });
    held.release();
    await retried(() => store.append(stream, 'any', [a]));
    expect(idsOf(await readEverything(store))).toEqual(['a']);
    await store.close();
  });

  it('that is larger than the server takes is refused, and its halves are not', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    const [left, right] = ['l', 'r'].map((id) => sampleEvent({ id, data: { note: 'x'.repeat(600_000) } }));
    if (left === undefined || right === undefined) return;
    await expect(store.append(stream, 'any', [left, right])).rejects.toMatchObject({
      code: 'E_STORE_ARGUMENT',
    });
    await store.append(stream, 'any', [left]);
    await store.append(stream, 'any', [right]);
    expect(idsOf(await readEverything(store))).toEqual(['l', 'r']);
    await store.close();
  });

  it('survives many drops: nothing that was acknowledged is lost, nothing is there twice', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    const ids = numbered('x', 60);
    const appends = ids.map((id, at) =>
      retried(async () => {
        if (at % 7 === 3) server.fake.faults.drop();
        return store.append(streamName('tax', 'taxpayer', String(at % 5)), 'any', [sampleEvent({ id })]);
      }),
    );
    await Promise.all(appends);
    expect(idsOf(await retried(() => readEverything(store))).toSorted()).toEqual([...ids].toSorted());
    await store.close();
  });
});

describe('a restart of the server', () => {
  it('keeps streams, positions and what is known of ids', async () => {
    await using server = await runningServer();
    const store = await openStore(server.fake.url);
    const outcomes = await store.append(stream, 'any', [a, sampleEvent({ id: 'b' })]);
    const before = await readEverything(store);
    await server.restart();
    expect(await retried(() => readEverything(store))).toEqual(before);
    expect(await store.append(stream, 'any', [a])).toEqual([{ ...outcomes[0], outcome: 'already-appended' }]);
    const changed = sampleEvent({ id: 'b', data: { amountFen: 1 } });
    await expect(store.append(stream, 'any', [changed])).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    await store.close();
  });
});

/** A server on a folder and a port of its own, which can be killed and started again on both. */
async function runningServer(): Promise<
  AsyncDisposable & { readonly fake: FakeKurrent; restart(): Promise<void> }
> {
  const folder = await temporaryFolder();
  let fake = await startFakeKurrent({ folder: folder.path });
  return {
    get fake() {
      return fake;
    },
    async restart() {
      const { port } = fake;
      await fake.stop();
      fake = await startFakeKurrent({ folder: folder.path, port });
    },
    async [Symbol.asyncDispose]() {
      await fake.stop();
      await folder.remove();
    },
  };
}

/** Repeats while the store is unavailable, as a caller should. */
async function retried<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  const answers: Answer[] = [];
  await waitFor(
    async () => {
      answers.push(await act());
      return true;
    },
    { describe: 'the store is available again' },
  );
  return answers[0] as Answer;
}

function follow(store: EventStore): { readonly seen: RecordedEvent[]; stop(): Promise<void> } {
  const control = new AbortController();
  const seen: RecordedEvent[] = [];
  const following = (async () => {
    for await (const message of store.subscribe({ after: 0, signal: control.signal })) {
      if (message.kind === 'events') seen.push(...message.events);
    }
  })();
  return {
    seen,
    stop: async () => {
      control.abort();
      await following;
    },
  };
}

async function appendMany(store: EventStore, name: string, count: number): Promise<void> {
  const events = numbered(name, count).map((id) => sampleEvent({ id }));
  for (let at = 0; at < count; at += 100) await store.append(stream, 'any', events.slice(at, at + 100));
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name}-${at}`);
}

function idsOf(events: readonly RecordedEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}
