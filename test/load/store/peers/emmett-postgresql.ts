import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';
import { durabilityOf } from './postgres.ts';

/** As much of `@event-driven-io/emmett-postgresql` as the bench calls. */
interface Emmett {
  getPostgreSQLEventStore(url: string, options: object): EventStore;
  readMessagesBatch(execute: Executor, options: { after: bigint; batchSize: number }): Promise<MessagesBatch>;
}

interface EventStore {
  readonly schema: { migrate(): Promise<unknown> };
  appendToStream(
    stream: string,
    events: readonly object[],
    options: { expectedStreamVersion: bigint | string },
  ): Promise<unknown>;
  readStream(stream: string): Promise<{ readonly events: readonly unknown[] }>;
}

interface MessagesBatch {
  readonly messages: readonly unknown[];
  readonly currentGlobalPosition: bigint;
  readonly areMessagesLeft: boolean;
}

interface Executor {
  query<Row>(sql: unknown): Promise<{ readonly rows: readonly Row[] }>;
}

interface Dumbo {
  dumbo(options: { readonly connectionString: string }): { readonly execute: Executor };
  endAllPools(): Promise<void>;
  readonly SQL: (text: TemplateStringsArray, ...values: readonly unknown[]) => unknown;
}

const page = 500;

/** Emmett over PostgreSQL. */
export const emmettPostgresql: Peer = {
  name: 'emmett-postgresql',
  packages: {
    '@event-driven-io/emmett': '0.42.0',
    '@event-driven-io/emmett-postgresql': '0.42.0',
  },
  keepsIn: 'postgres',
  async open(load, url): Promise<Candidate> {
    const emmett = await load<Emmett>('@event-driven-io/emmett-postgresql');
    const { dumbo, endAllPools, SQL } = await load<Dumbo>('@event-driven-io/dumbo');
    const pool = dumbo({ connectionString: url });
    const store = emmett.getPostgreSQLEventStore(url, {
      schema: { autoMigration: 'None' },
      connectionOptions: { dumbo: pool },
    });
    await store.schema.migrate();
    const settings = { fsync: SQL`SHOW fsync`, synchronous_commit: SQL`SHOW synchronous_commit` };
    const durability = await durabilityOf(
      async (sql) =>
        (await pool.execute.query<object>(settings[sql.slice('SHOW '.length) as keyof typeof settings])).rows,
    );
    return {
      name: 'emmett-postgresql',
      async append(stream, revision, events) {
        const messages = events.map((event) => ({ type: event.type, ...partsOf(event) }));
        const expectedStreamVersion = revision < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision + 1);
        await store.appendToStream(stream, messages, { expectedStreamVersion });
      },
      readStream: async (stream) => (await store.readStream(stream)).events.length,
      async readAll() {
        let count = 0;
        for (let after = 0n; ; ) {
          const batch = await emmett.readMessagesBatch(pool.execute, { after, batchSize: page });
          count += batch.messages.length;
          if (!batch.areMessagesLeft) return count;
          after = batch.currentGlobalPosition;
        }
      },
      durability: () => durability,
      // It counts who uses a pool, and leaves some open otherwise.
      close: endAllPools,
    };
  },
};
