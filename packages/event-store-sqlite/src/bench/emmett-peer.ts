import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate, OpenCandidate } from './candidate.ts';

/** As much of `@event-driven-io/emmett-sqlite` as the bench calls; the package itself is installed elsewhere. */
interface Emmett {
  sqliteConnection(options: { fileName: string }): EmmettConnection;
  createEventStoreSchema(connection: EmmettConnection): Promise<void>;
  appendToStream(
    connection: EmmettConnection,
    stream: string,
    streamType: string,
    events: readonly { type: string; data: unknown; metadata: unknown }[],
    options: { expectedStreamVersion: bigint | string },
  ): Promise<{ success: boolean }>;
  readStream(connection: EmmettConnection, stream: string): Promise<{ events: readonly unknown[] }>;
  readMessagesBatch(
    connection: EmmettConnection,
    options: { after: bigint; batchSize: number },
  ): Promise<{ messages: readonly unknown[]; currentGlobalPosition: bigint; areEventsLeft: boolean }>;
}

interface EmmettConnection {
  close(): void;
  query<Row>(sql: string): Promise<Row[]>;
}

/** Emmett over SQLite from a folder with its packages; undefined where it is not installed there. */
export async function findEmmett(folder: string | undefined): Promise<OpenCandidate | undefined> {
  if (folder === undefined) return undefined;
  try {
    const from = createRequire(join(folder, 'package.json'));
    const path = from.resolve('@event-driven-io/emmett-sqlite');
    const emmett = (await import(pathToFileURL(path).href)) as Emmett & { default?: Emmett };
    return (data) => openEmmett(emmett.default ?? emmett, data);
  } catch (error) {
    console.error(`emmett-sqlite cannot be loaded from ${folder}: ${String(error)}`);
    return undefined;
  }
}

/** One connection with its default settings (WAL, a flush each commit), one append at a time: shared transactions would mix. */
async function openEmmett(emmett: Emmett, folder: string): Promise<Candidate> {
  const connection = emmett.sqliteConnection({ fileName: join(folder, 'emmett.db') });
  await emmett.createEventStoreSchema(connection);
  const [settings] = await connection.query<{ synchronous: number }>('PRAGMA synchronous');
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: 'emmett-sqlite',
    append: async (stream, revision, events) => {
      const messages = events.map(({ type, json }) => {
        const { data, ...metadata } = JSON.parse(json) as Record<string, unknown>;
        return { type, data, metadata };
      });
      const expectedStreamVersion = revision < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision + 1);
      const mine = last.then(() =>
        emmett.appendToStream(connection, stream, 'tax', messages, { expectedStreamVersion }),
      );
      last = mine;
      if (!(await mine).success) throw new Error('conflict');
    },
    readStream: async (stream) => (await emmett.readStream(connection, stream)).events.length,
    readAll: async () => {
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
}
