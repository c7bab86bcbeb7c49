import { join } from 'node:path';
import type { StreamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { openSqliteEventStore } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

it('keeps the log short while the store is written to, and loses nothing by it', async () => {
  const path = join(temporaryFolder(), 'events.db');
  const store = await openSqliteEventStore({ path, clock: systemClock });
  const text = 'x'.repeat(200_000);
  const events = 1_500;
  for (let at = 0; at < events; at += 10) {
    const batch = Array.from({ length: 10 }, (_, nth) => sampleEvent({ id: `${at + nth}`, data: { text } }));
    await store.append('tax.taxpayer-1' as StreamName, at - 1 < 0 ? 'no-stream' : at - 1, batch);
  }
  expect(store.stats().databaseBytes).toBeGreaterThan(64 * 1024 * 1024);
  expect(store.stats().logBytes).toBeLessThan(3 * 64 * 1024 * 1024);
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
