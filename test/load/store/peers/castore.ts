import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';
import { durabilityOf } from './postgres.ts';

/** As much of `@castore/event-storage-adapter-postgres` as the bench calls. */
interface Adapter {
  pushEvent(event: EventDetail, options: { readonly eventStoreId: string }): Promise<unknown>;
  pushEventGroup(options: object, ...events: readonly GroupedEvent[]): Promise<unknown>;
  groupEvent(event: EventDetail): GroupedEvent;
  getEvents(id: string, context: Context): Promise<{ readonly events: readonly unknown[] }>;
  listAggregateIds(
    context: Context,
    options: { readonly limit: number; readonly pageToken?: string },
  ): Promise<{
    readonly aggregateIds: readonly { readonly aggregateId: string }[];
    readonly nextPageToken?: string;
  }>;
  /** Private; the adapter has no way to close its connections. */
  readonly _sql: { unsafe(sql: string): Promise<readonly object[]>; end(): Promise<void> };
}

interface GroupedEvent {
  context?: Context;
}

interface Context {
  readonly eventStoreId: string;
}

interface EventDetail {
  readonly aggregateId: string;
  readonly version: number;
  readonly type: string;
  readonly payload: object;
  readonly metadata: object;
}

interface AdapterModule {
  readonly PostgresEventStorageAdapter: {
    new (options: { readonly connectionString: string }): Adapter;
    createEventTable(options: object): Promise<unknown>;
  };
}

const context: Context = { eventStoreId: 'tax' };
const page = 500;

/** Castore over PostgreSQL. It has no ids of events, and no order of all: everything is read stream by stream. */
export const castore: Peer = {
  name: 'castore',
  packages: { '@castore/core': '2.4.2', '@castore/event-storage-adapter-postgres': '2.4.2' },
  keepsIn: 'postgres',
  async open(load, url): Promise<Candidate> {
    const { PostgresEventStorageAdapter } = await load<AdapterModule>(
      '@castore/event-storage-adapter-postgres',
    );
    const connectionString = url;
    const aggregateId = { type: 'VARCHAR', length: 128 };
    await PostgresEventStorageAdapter.createEventTable({ connectionString, aggregateId, typeLength: 128 });
    const adapter = new PostgresEventStorageAdapter({ connectionString });
    const durability = await durabilityOf((sql) => adapter._sql.unsafe(sql));
    return {
      name: 'castore',
      async append(stream, revision, events) {
        const details = events.map((event, at) => {
          const { data, metadata } = partsOf(event);
          return {
            aggregateId: stream,
            version: revision + 2 + at,
            type: event.type,
            payload: data,
            metadata,
          };
        });
        const [first] = details;
        if (first && details.length === 1) await adapter.pushEvent(first, context);
        else {
          const grouped = details.map((detail) => Object.assign(adapter.groupEvent(detail), { context }));
          await adapter.pushEventGroup({}, ...grouped);
        }
      },
      readStream: async (stream) => (await adapter.getEvents(stream, context)).events.length,
      async readAll() {
        let count = 0;
        let after: { readonly pageToken?: string } = {};
        for (;;) {
          const { aggregateIds, nextPageToken } = await adapter.listAggregateIds(context, {
            limit: page,
            ...after,
          });
          for (const one of aggregateIds)
            count += (await adapter.getEvents(one.aggregateId, context)).events.length;
          if (nextPageToken === undefined) return count;
          after = { pageToken: nextPageToken };
        }
      },
      durability: () => durability,
      close: () => adapter._sql.end(),
    };
  },
};
