import type { EventSource } from '@tongban/event-store';
import { type Generated, insertRows, openViews, type ViewStore } from '@tongban/view-store';
import type { Arrival } from './tally.ts';

interface Tables {
  arrival: { written: Generated<number>; id: string; sequence: string; revision: number; position: number };
}

type Subscribable = Pick<EventSource, 'subscribe'>;

/** A consumer whose effects, one row an event, are kept with its position in one transaction. */
export interface CountingView {
  /** Follows the bus until the signal aborts; `beforeCommit` runs when the effect is written and not yet kept. */
  follow(bus: Subscribable, signal: AbortSignal, beforeCommit?: (position: number) => void): Promise<void>;
  position(): number;
  arrivals(): Promise<readonly Arrival[]>;
  close(): Promise<void>;
}

const name = 'count';

export async function openCountingView(path: string): Promise<CountingView> {
  const views: ViewStore<Tables> = await openViews<Tables>({
    path,
    schema: name,
    migrations: {
      '001-arrival': {
        up: (db) =>
          db.schema
            .createTable('arrival')
            .addColumn('written', 'integer', (column) => column.primaryKey().autoIncrement())
            .addColumn('id', 'text', (column) => column.notNull())
            .addColumn('sequence', 'text', (column) => column.notNull())
            .addColumn('revision', 'integer', (column) => column.notNull())
            .addColumn('position', 'integer', (column) => column.notNull())
            .execute(),
      },
    },
  });
  let position = (await views.transaction((tx) => views.checkpoints.claim(tx, name))) ?? 0;
  return {
    async follow(bus, signal, beforeCommit = () => {}) {
      for await (const message of bus.subscribe({ consumer: name, after: position, signal })) {
        if (message.kind !== 'events') continue;
        await views.transaction(async (tx) => {
          const passed = (await views.checkpoints.claim(tx, name)) ?? 0;
          const fresh = message.events.filter((event) => event.position > passed);
          const rows = fresh.map(({ id, stream, revision, position }) => {
            return { id, sequence: stream, revision, position };
          });
          if (rows.length > 0) await insertRows(tx, 'arrival', rows);
          await views.checkpoints.move(tx, name, message.next);
          beforeCommit(message.next);
        });
        position = message.next;
      }
    },
    position: () => position,
    arrivals: () => views.db.selectFrom('arrival').selectAll().orderBy('written').execute(),
    close: () => views.close(),
  };
}
