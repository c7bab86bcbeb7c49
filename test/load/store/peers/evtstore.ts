import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';
import { durabilityOf, openPool, pgPackage } from './postgres.ts';

/** As much of `evtstore/provider/pg` as the bench calls. */
interface Provider {
  append(stream: string, aggregateId: string, version: number, events: readonly NewEvent[]): Promise<unknown>;
  getEventsFor(stream: string, aggregateId: string): Promise<readonly unknown[]>;
  getEventsFrom(stream: string, position: number, limit: number): Promise<readonly { position: string }[]>;
}

interface NewEvent {
  readonly stream: string;
  readonly aggregateId: string;
  readonly event: object;
  readonly version: number;
  readonly timestamp: Date;
}

interface ProviderModule {
  createProvider(options: object): Provider;
  migrate(options: object): Promise<void>;
}

const stream = 'tax';
const page = 500;

/** evtstore over PostgreSQL. It has no ids of events, and so keeps no index over them. */
export const evtstore: Peer = {
  name: 'evtstore',
  packages: { evtstore: '12.0.1', ...pgPackage },
  keepsIn: 'postgres',
  async open(load, url): Promise<Candidate> {
    const client = await openPool(load, url);
    const { createProvider, migrate } = await load<ProviderModule>('evtstore/provider/pg');
    const options = { client, events: 'events', bookmarks: 'bookmarks' };
    await migrate(options);
    const provider = createProvider(options);
    const durability = await durabilityOf(async (sql) => (await client.query<object>(sql)).rows);
    return {
      name: 'evtstore',
      async append(aggregateId, revision, events) {
        const timestamp = new Date();
        const rows = events.map((event, at) => ({
          stream,
          aggregateId,
          event: { type: event.type, ...partsOf(event) },
          version: revision + 1 + at,
          timestamp,
        }));
        await provider.append(stream, aggregateId, revision + 1, rows);
      },
      readStream: async (aggregateId) => (await provider.getEventsFor(stream, aggregateId)).length,
      async readAll() {
        let count = 0;
        for (let from = 0; ; ) {
          const events = await provider.getEventsFrom(stream, from, page);
          count += events.length;
          if (events.length < page) return count;
          from = Number(events.at(-1)?.position);
        }
      },
      durability: () => durability,
      close: () => client.end(),
    };
  },
};
