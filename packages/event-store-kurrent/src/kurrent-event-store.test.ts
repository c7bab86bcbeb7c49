import { env } from 'node:process';
import { eventStoreContract, type OpenedStore } from '@tongban/event-store/testing';
import { startContainer } from '@tongban/testing';
import { afterAll, describe, it } from 'vitest';
import { startFakeKurrent } from '../../../test/fakes/kurrent/fake-kurrent.ts';
import { newNamespace, openStore } from './testing/open-store.ts';

eventStoreContract('KurrentDB event store on the fake server', async () => {
  const server = await startFakeKurrent();
  return openedStore(server.url, server.stop);
});

describe('KurrentDB event store on a real server', async () => {
  const server = await realServer();
  if (server === undefined) {
    it('runs', (context) => context.skip('there is no KurrentDB: set KURRENTDB_URL, or start Docker'));
    return;
  }
  afterAll(() => server.stop());
  eventStoreContract('of KURRENTDB_URL or a container', () => openedStore(server.url, async () => {}));
});

/** The server that KURRENTDB_URL names, else one in a container. */
async function realServer(): Promise<
  { readonly url: string; readonly stop: () => Promise<void> } | undefined
> {
  if (env.KURRENTDB_URL) return { url: env.KURRENTDB_URL, stop: async () => {} };
  const container = await startContainer({
    image: 'kurrentplatform/kurrentdb:25.1.0',
    port: 2113,
    env: () => ({ KURRENTDB_INSECURE: 'true', KURRENTDB_CLUSTER_SIZE: '1' }),
    says: /IS LEADER/,
  });
  return container && { url: `kurrentdb://127.0.0.1:${container.port}?tls=false`, stop: container.stop };
}

async function openedStore(url: string, release: () => Promise<void>): Promise<OpenedStore> {
  const namespace = newNamespace();
  let store = await openStore(url, { namespace });
  return {
    store,
    // The feed holds 500 records, the windows of gRPC a few hundred; each event is a claim and two calls more.
    manyEvents: 1_500,
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
