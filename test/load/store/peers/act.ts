import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';

/** As much of `@rotorsoft/act-sqlite` as the bench calls. */
interface SqliteStore {
  seed(): Promise<void>;
  commit(
    stream: string,
    messages: readonly object[],
    meta: object,
    expectedVersion?: number,
  ): Promise<unknown>;
  query(callback: (event: { readonly id: number }) => void, query: object): Promise<number>;
  dispose(): Promise<void>;
  /** Private; asked for the setting alone. */
  readonly client: { execute(sql: string): Promise<{ readonly rows: readonly object[] }> };
}

interface Module {
  readonly SqliteStore: new (options: { readonly url: string }) => SqliteStore;
}

const page = 500;

/** Act over SQLite. It keeps its own metadata beside each commit; the event's own goes with its data. */
export const act: Peer = {
  name: 'act-sqlite',
  packages: { '@rotorsoft/act': '1.31.26', '@rotorsoft/act-sqlite': '1.19.4' },
  keepsIn: 'folder',
  async open(load, folder): Promise<Candidate> {
    const { SqliteStore } = await load<Module>('@rotorsoft/act-sqlite');
    const store = new SqliteStore({ url: `file:${join(folder, 'act.db')}` });
    await store.seed();
    const { rows } = await store.client.execute('PRAGMA synchronous');
    const durability = `PRAGMA synchronous = ${Object.values(rows[0] ?? {})[0]} (2: a flush each commit)`;
    let last: Promise<unknown> = Promise.resolve();
    return {
      name: 'act-sqlite',
      async append(stream, revision, events) {
        const messages = events.map((event) => ({ name: event.type, data: partsOf(event) }));
        const meta = { correlation: events[0]?.id, causation: {} };
        // One at a time: its transactions share a file, and one that finds it taken fails.
        const mine = last.then(() => store.commit(stream, messages, meta, revision));
        last = mine;
        await mine;
      },
      readStream: (stream) => store.query(() => {}, { stream, stream_exact: true }),
      async readAll() {
        let count = 0;
        for (let after = -1; ; ) {
          const events = await store.query(
            ({ id }) => {
              after = id;
            },
            { after, limit: page },
          );
          count += events;
          if (events < page) return count;
        }
      },
      durability: () => durability,
      close: () => store.dispose(),
    };
  },
};
