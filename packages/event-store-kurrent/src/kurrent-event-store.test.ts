import { env } from 'node:process';
import { eventStoreContract, type OpenedStore } from '@tongban/event-store/testing';
import { describe, it } from 'vitest';
import { startFakeKurrent } from '../../../test/fakes/kurrent/fake-kurrent.ts';
import { newNamespace, openStore } from './testing/open-store.ts';

eventStoreContract('KurrentDB event store on the fake server', async () => {
  const server = await startFakeKurrent();
  return openedStore(server.url, server.stop);
});

describe('KurrentDB event store on a real server', () => {
  const url = env.KURRENTDB_URL;
  if (url) eventStoreContract('of KURRENTDB_URL', () => openedStore(url, async () => {}));
  else it('runs', (context) => context.skip('there is no KurrentDB: set KURRENTDB_URL'));
});

async function openedStore(url: string, release: () => Promise<void>): Promise<OpenedStore> {
  const namespace = newNamespace();
  let store = await openStore(url, { namespace });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openStore(url, { namespace });
      return store;
    },
    close: async () => {
      await store.close();
      await release();
    },
  };
}
