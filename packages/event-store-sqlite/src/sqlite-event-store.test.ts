import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { openSqliteEventStore } from './index.ts';

for (const [how, threadEventsMin] of [
  ['writing in place', Number.POSITIVE_INFINITY],
  ['writing in its thread', 1],
  ['writing by turns', 2],
] as const) {
  eventStoreContract(`SQLite event store, ${how}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-store-'));
    const open = (): ReturnType<typeof openSqliteEventStore> =>
      openSqliteEventStore({ path: join(folder, 'events.db'), clock: systemClock, threadEventsMin });
    let store = await open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      close: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  });
}
