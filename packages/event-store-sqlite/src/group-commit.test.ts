import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StreamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { waitFor } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { openSqliteEventStore, type SqliteEventStore } from './index.ts';
import { manualClock } from './testing/manual-clock.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { type DiskFlush, systemFlush, WalFlush } from './wal-flush.ts';

const stream = 'tax.taxpayer-1' as StreamName;
const event = (id: string): ReturnType<typeof sampleEvent> => sampleEvent({ id });

/** A flush that writes down when it happens and fails while it is told to. */
function watchedFlush(): DiskFlush & { readonly log: string[]; failing: string | undefined } {
  const flush = {
    log: [] as string[],
    failing: undefined as string | undefined,
    inPlace(file: number): void {
      flush.log.push('flush');
      if (flush.failing !== undefined) throw Object.assign(new Error(flush.failing), { code: flush.failing });
      systemFlush.inPlace(file);
    },
    async inPool(file: number): Promise<void> {
      flush.inPlace(file);
    },
  };
  return flush;
}

async function withStore(
  options: Partial<Parameters<typeof openSqliteEventStore>[0]>,
  test: (store: SqliteEventStore, path: string) => Promise<void>,
): Promise<void> {
  const path = join(temporaryFolder(), 'events.db');
  const store = await openSqliteEventStore({ path, clock: systemClock, ...options });
  try {
    await test(store, path);
  } finally {
    await store.close();
  }
}

describe('group commit', () => {
  it('answers after the flush, one flush for all that wait', async () => {
    const flush = watchedFlush();
    await withStore({ flush }, async (store) => {
      flush.log.length = 0;
      const note = (word: string) => () => flush.log.push(word);
      await Promise.all([
        store.append(stream, 'any', [event('a')]).then(note('answer')),
        store.append(stream, 7, [event('b')]).catch(note('refusal')),
        store.append(stream, 'any', [event('c')]).then(note('answer')),
      ]);
      expect(flush.log[0]).toBe('flush');
      expect(flush.log.slice(1).toSorted()).toEqual(['answer', 'answer', 'refusal']);
      flush.log.length = 0;
      await store.append(stream, 'any', [event('a')]);
      expect(flush.log).toEqual([]);
    });
  });

  it('lets one that comes alone go at once, and several wait a turn of the event loop for others', async () => {
    await withStore({}, async (store) => {
      const append = (id: string): Promise<unknown> => store.append(stream, 'any', [event(id)]);
      const groupsOf = async (first: readonly string[]): Promise<number> => {
        const before = store.stats().groups;
        const appends = first.map(append);
        await nextTurn();
        await Promise.all([...appends, append(`${first.join()}-later`)]);
        return store.stats().groups - before;
      };
      expect(await groupsOf(['a'])).toBe(2);
      expect(await groupsOf(['b', 'c'])).toBe(1);
    });
  });

  it('writes nothing while the log has to be copied first, and then what came meanwhile with the rest', async () => {
    const path = join(temporaryFolder(), 'events.db');
    const held = [Promise.withResolvers<void>()];
    const [first] = held as [PromiseWithResolvers<void>];
    const writer = new GroupCommit({
      connect: () => new Connection(path),
      clock: systemClock,
      flush: new WalFlush(systemFlush),
      checkpointer: { tend: () => held.pop()?.promise, close: async () => {} },
      onRecorded: () => {},
      onHealth: () => {},
    });
    const append = (id: string): Promise<unknown> =>
      writer.append({ stream, expected: 'any', events: [event(id)] });
    const appended = [append('a')];
    await waitFor(() => held.length === 0, { describe: 'a group is held' });
    appended.push(append('b'));
    for (let turn = 0; turn < 10; turn++) await nextTurn();
    expect([writer.groups, writer.connection.recorder.position]).toEqual([0, 0]);
    first.resolve();
    await Promise.all(appended);
    expect([writer.groups, writer.durable]).toEqual([2, 2]);
    await writer.close();
  });

  it('shows readers nothing that is not yet on the disk', async () => {
    const started = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const flush: DiskFlush = {
      // The flush at the opening takes long, so that the next ones go to the thread pool.
      inPlace: (file) => {
        const end = performance.now() + 20;
        while (performance.now() < end);
        systemFlush.inPlace(file);
      },
      inPool: async (file) => {
        started.resolve();
        await goOn.promise;
        await systemFlush.inPool(file);
      },
    };
    await withStore({ flush }, async (store) => {
      const appending = store.append(stream, 'any', [event('pooled')]);
      await started.promise;
      expect(await store.head()).toBe(0);
      expect(await store.readStream(stream)).toEqual([]);
      expect(await store.readAll({ after: 0 })).toEqual({ events: [], next: 0, atEnd: true });
      expect(await store.find(event('pooled').source, 'pooled')).toBeUndefined();

      // Who subscribes between commit and flush is handed the event after the flush.
      const subscription = store.subscribe({ after: 0, signal: new AbortController().signal });
      const messages = subscription[Symbol.asyncIterator]();
      expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: 0 });
      const message = messages.next();
      goOn.resolve();
      await appending;
      expect(await store.head()).toBe(1);
      expect(await store.readStream(stream)).toHaveLength(1);
      expect((await message).value).toMatchObject({ kind: 'events', events: [{ id: 'pooled' }], next: 1 });
    });
  });

  it.each([
    ['EIO', 'E_STORE_UNAVAILABLE'],
    ['ENOSPC', 'E_STORE_FULL'],
    ['EROFS', 'E_STORE_READ_ONLY'],
  ])(
    'rejects everything that waits where the flush fails with %s, and goes on when it works again',
    async (system, code) => {
      const flush = watchedFlush();
      const clock = manualClock();
      const warnings: string[] = [];
      const logger = {
        info: (_: object, message: string) => warnings.push(message),
        warn: (_: object, message: string) => warnings.push(message),
      };
      await withStore({ flush, clock, logger }, async (store) => {
        await store.append(stream, 'any', [event('before')]);
        flush.failing = system;
        const answers = await Promise.allSettled([
          store.append(stream, 'any', [event('a'), event('b')]),
          store.append(stream, 99, [event('c')]),
        ]);
        for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { code } });
        expect(store.health()).toMatchObject({ status: 'failing', error: { code } });
        await expect(store.append(stream, 'any', [event('d')])).rejects.toMatchObject({ code });
        clock.fire();
        expect(store.health()).toMatchObject({ status: 'failing', error: { code } });
        expect((await store.readAll({ after: 0 })).events.map(({ id }) => id)).toEqual(['before']);

        flush.failing = undefined;
        clock.fire();
        expect(store.health()).toEqual({ status: 'ok' });
        expect(await store.head()).toBe(1);
        expect(await store.append(stream, 0, [event('a'), event('b')])).toMatchObject([
          { outcome: 'appended', position: 2 },
          { outcome: 'appended', position: 3 },
        ]);
        expect(warnings).toEqual([
          'the event store does not accept events',
          'the event store accepts events again',
        ]);
      });
    },
  );

  it('writes what waits before it closes', async () => {
    await withStore({}, async (store, path) => {
      const appending = store.append(stream, 'any', [event('last')]);
      await store.close();
      await appending;
      const again = await openSqliteEventStore({ path, clock: systemClock });
      expect(await again.head()).toBe(1);
      await again.close();
    });
  });

  it('closes while it cannot write, and does not try any longer', async () => {
    const flush = watchedFlush();
    const clock = manualClock();
    await withStore({ flush, clock }, async (store) => {
      flush.failing = 'EIO';
      const appending = store.append(stream, 'any', [event('lost')]);
      const closing = store.close();
      await expect(appending).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' });
      await closing;
      expect(clock.waiting).toBe(0);
    });
  });

  it('keeps positions free of gaps over refusals and reopenings', async () => {
    await withStore({}, async (store, path) => {
      await store.append(stream, 'any', [event('1'), event('2')]);
      await Promise.allSettled([
        store.append(stream, 'any', [
          event('x'),
          event('y'),
          sampleEvent({ id: '1', data: { other: true } }),
        ]),
        store.append(stream, 'any', [event('3')]),
      ]);
      await store.close();
      const again = await openSqliteEventStore({ path, clock: systemClock });
      await again.append(stream, 2, [event('4')]);
      expect((await again.readAll({ after: 0 })).events.map(({ position, id }) => [position, id])).toEqual([
        [1, '1'],
        [2, '2'],
        [3, '3'],
        [4, '4'],
      ]);
      await again.close();
    });
  });
});
