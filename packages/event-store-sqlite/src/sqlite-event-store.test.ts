import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { openSqliteEventStore } from './index.ts';

eventStoreContract('SQLite event store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-store-'));
  const open = (): ReturnType<typeof openSqliteEventStore> =>
    openSqliteEventStore({ path: join(folder, 'events.db'), clock: systemClock });
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
