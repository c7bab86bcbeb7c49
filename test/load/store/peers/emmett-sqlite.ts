import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';

/** As much of `@event-driven-io/emmett-sqlite` as the bench calls. */
interface Emmett {
  sqliteConnection(options: { fileName: string }): Connection;
  createEventStoreSchema(connection: Connection): Promise<void>;
  appendToStream(
    connection: Connection,
    stream: string,
    streamType: string,
    events: readonly object[],
    options: { expectedStreamVersion: bigint | string },
  ): Promise<{ success: boolean }>;
  readStream(connection: Connection, stream: string): Promise<{ events: readonly unknown[] }>;
  readMessagesBatch(
    connection: Connection,
    options: { after: bigint; batchSize: number },
  ): Promise<{ messages: readonly unknown[]; currentGlobalPosition: bigint; areEventsLeft: boolean }>;
}

interface Connection {
  close(): void;
  query<Row>(sql: string): Promise<Row[]>;
}

/** Emmett over SQLite: WAL and a flush each commit, which are its defaults. */
export const emmettSqlite: Peer = {
  name: 'emmett-sqlite',
  packages: { '@event-driven-io/emmett': '0.38.5', '@event-driven-io/emmett-sqlite': '0.38.5' },
  keepsIn: 'folder',
  async open(load, folder): Promise<Candidate> {
    const emmett = await load<Emmett>('@event-driven-io/emmett-sqlite');
    const connection = emmett.sqliteConnection({ fileName: join(folder, 'emmett.db') });
    await emmett.createEventStoreSchema(connection);
    const [settings] = await connection.query<{ synchronous: number }>('PRAGMA synchronous');
    let last: Promise<unknown> = Promise.resolve();
    return {
      name: 'emmett-sqlite',
      async append(stream, revision, events) {
        const messages = events.map((event) => ({ type: event.type, ...partsOf(event) }));
        const expectedStreamVersion = revision < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision + 1);
        // One at a time: appends on its one connection would share a transaction.
        const mine = last.then(() =>
          emmett.appendToStream(connection, stream, 'tax', messages, { expectedStreamVersion }),
        );
        last = mine;
        if (!(await mine).success) throw new Error('conflict');
      },
      readStream: async (stream) => (await emmett.readStream(connection, stream)).events.length,
      async readAll() {
        let count = 0;
        for (let after = 0n; ; ) {
          const batch = await emmett.readMessagesBatch(connection, { after, batchSize: 500 });
          count += batch.messages.length;
          if (!batch.areEventsLeft) return count;
          after = batch.currentGlobalPosition;
        }
      },
      durability: () => `PRAGMA synchronous = ${settings?.synchronous} (2: a flush each commit)`,
      close: async () => connection.close(),
    };
  },
};
