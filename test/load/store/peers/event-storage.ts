import type { EventEmitter } from 'node:events';
import { once } from 'node:events';
import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';

/** As much of `event-storage` as the bench calls. */
interface EventStore extends EventEmitter {
  commit(stream: string, events: readonly object[], expectedVersion: number, done: () => void): void;
  getEventStream(stream: string): Iterable<unknown>;
  getAllEvents(): Iterable<unknown>;
  close(): void;
}

type Module = new (
  name: string,
  options: { readonly storageDirectory: string; readonly storageConfig: object },
) => EventStore;

/** event-storage: a file and an index for each stream. It has no ids of events, and flushes when it is told to. */
export const eventStorage: Peer = {
  name: 'event-storage',
  packages: { 'event-storage': '0.8.0' },
  keepsIn: 'folder',
  // Each stream keeps two files open: thousands of streams are more than a process may have.
  works: ['a', 'c', 'd'],
  async open(load, folder): Promise<Candidate> {
    const Store = await load<Module>('event-storage');
    const store = new Store('bench', { storageDirectory: folder, storageConfig: { syncOnFlush: true } });
    await once(store, 'ready');
    return {
      name: 'event-storage',
      append: (stream, revision, events) =>
        new Promise((resolve) => {
          store.commit(
            stream,
            events.map((event) => ({ type: event.type, ...partsOf(event) })),
            revision + 1,
            resolve,
          );
        }),
      readStream: async (stream) => [...store.getEventStream(stream)].length,
      readAll: async () => [...store.getAllEvents()].length,
      durability: () => 'syncOnFlush',
      close: async () => store.close(),
    };
  },
};
