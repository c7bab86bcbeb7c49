import { fdatasync, fdatasyncSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Decider, handleCommand, type Snapshot, type StreamName } from '@tongban/event-store';
import { type DiskFlush, openSqliteEventStore, type SqliteEventStore } from '@tongban/event-store-sqlite';
import { BoundedCache, invariant, systemClock } from '@tongban/kernel';
import type { Candidate } from './candidate.ts';

export interface OurCandidate extends Candidate {
  readonly store: SqliteEventStore;
}

/** States remembered, at least: of all streams that are decided on. */
const statesRemembered = 16_384;

/** Counts the events of a stream, and always makes one more. */
const counting: Decider<number, 'append', 'counted'> = {
  initialState: 0,
  decide: () => ['counted'],
  evolve: (count) => count + 1,
};

/** Our store; `slowMs` is added to every flush. */
export async function openOurStore(folder: string, slowMs = 0): Promise<OurCandidate> {
  let calls = 0;
  const syncInPool = promisify(fdatasync);
  const flush: DiskFlush = {
    inPlace: (file) => {
      calls += 1;
      if (slowMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slowMs);
      fdatasyncSync(file);
    },
    inPool: async (file) => {
      calls += 1;
      if (slowMs > 0) await delay(slowMs);
      await syncInPool(file);
    },
  };
  const store = await openSqliteEventStore({ path: join(folder, 'events.db'), clock: systemClock, flush });
  const callsAtOpening = calls;
  const snapshots = new BoundedCache<StreamName, Snapshot<number>>(statesRemembered);
  return {
    name: 'tongban',
    store,
    append: async (stream, revision, events) => {
      await store.append(stream as StreamName, revision < 0 ? 'no-stream' : revision, events);
    },
    readStream: async (stream) => {
      let parsed = 0;
      for (const { event } of await store.readStream(stream as StreamName, { limit: 1_000 })) {
        if (event.specversion === '1.0') parsed += 1;
      }
      return parsed;
    },
    decideRemembering: async (stream, make) => {
      await handleCommand({
        store,
        stream: stream as StreamName,
        decider: counting,
        command: 'append',
        toEvents: () => [make()],
        fromRecorded: ({ event }) => {
          invariant(event.specversion === '1.0', 'an event was read that nobody wrote');
          return 'counted';
        },
        snapshots,
      });
    },
    readAll: async () => {
      let parsed = 0;
      for (let after = 0; ; ) {
        const page = await store.readAll({ after });
        for (const { event } of page.events) if (event.specversion === '1.0') parsed += 1;
        if (page.atEnd) return parsed;
        after = page.next;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    durability: () => `${calls - callsAtOpening} fdatasync for ${store.stats().groups} groups`,
    close: () => store.close(),
  };
}
