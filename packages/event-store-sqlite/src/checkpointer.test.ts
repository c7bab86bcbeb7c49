import { join } from 'node:path';
import type { StreamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { waitFor } from '@tongban/testing';
import { expect, it } from 'vitest';
import { Checkpointer } from './checkpointer.ts';
import { Connection } from './connection.ts';
import { openSqliteEventStore } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const mib = 1024 * 1024;

it('keeps the log short while the store is written to, and loses nothing by it', async () => {
  const path = join(temporaryFolder(), 'events.db');
  const store = await openSqliteEventStore({ path, clock: systemClock });
  const long = 'x'.repeat(200_000);
  let events = 0;
  const append = async (count: number, text: string): Promise<void> => {
    const batch = Array.from({ length: count }, (_, nth) =>
      sampleEvent({ id: `${events + nth}`, data: { text } }),
    );
    await store.append('tax.taxpayer-1' as StreamName, events === 0 ? 'no-stream' : events - 1, batch);
    events += count;
  };
  for (let written = 0; written < 300 * mib; ) {
    await append(10, long);
    written += 10 * long.length;
    // On a busy machine the thread waits for a processor. The writer, which looks at the log as it writes, waits for it.
    const isCopied = (): boolean => store.stats().databaseBytes > written - 70 * mib;
    await waitFor(async () => isCopied() || (await append(1, 'x')), {
      describe: 'the log is copied into the database',
      timeoutMs: 60_000,
    });
  }
  expect(store.stats().databaseBytes).toBeGreaterThan(64 * mib);
  expect(store.stats().logBytes).toBeLessThan(3 * 64 * mib);
  await store.close();

  const again = await openSqliteEventStore({ path, clock: systemClock });
  let read = 0;
  for (let atEnd = false; !atEnd; ) {
    const page = await again.readAll({ after: read, limit: 100 });
    for (const { id, position } of page.events) {
      expect([id, position]).toEqual([String(read), read + 1]);
      read += 1;
    }
    atEnd = page.atEnd;
  }
  expect(read).toBe(events);
  await again.close();
});

it('has the writer wait for the thread where the log is much longer than what it is copied at', async () => {
  const path = join(temporaryFolder(), 'events.db');
  const connection = new Connection(path);
  const checkpointer = new Checkpointer(path);
  const log = { walBytes: 0, checkpoint: () => {} };
  /** Nothing else happens meanwhile: the thread has no occasion to say that it has copied. */
  const tend = (bytes: number): readonly Promise<void>[] => {
    log.walBytes = bytes;
    return Array.from({ length: 32 }, () => checkpointer.tend(log)).filter((held) => held !== undefined);
  };
  expect(tend(64 * mib - 1)).toEqual([]);
  expect(tend(256 * mib - 1)).toEqual([]);
  const held = tend(256 * mib);
  expect(held.length).toBeGreaterThan(0);
  await Promise.all(held);
  expect(tend(0)).toEqual([]);
  await checkpointer.close();
  connection.close();
});

it('lets go of a writer that waits for a thread which fails, and says why', async () => {
  const folder = temporaryFolder();
  const checkpointer = new Checkpointer(join(folder, 'nothing', 'events.db'));
  const log = { walBytes: 256 * mib, checkpoint: () => {} };
  const tended = Array.from({ length: 32 }, () => checkpointer.tend(log));
  await Promise.all(tended);
  expect(() => checkpointer.tend(log)).toThrow('unable to open database file');
  await checkpointer.close();
});
