import { instant } from '@tongban/kernel';
import { defineView, type View } from '@tongban/processing';
import type { Kysely, ViewTx } from '@tongban/view-store';
import type { DataOf } from '../domain/domain-event.ts';

export interface ObservedTrafficTables {
  observed_publisher: { type: string; source: string; events: number; last_at: number };
  observed_reader: { grant_id: string; department: string; events: number; last_at: number };
}

type PageRead = DataOf<'sharing.data-read.v1'>;

const readType = 'sharing.data-read.v1';

/** Who really publishes each type, and how much was really read under each grant: beside what was declared. */
export const observedTrafficView: View<ViewTx<ObservedTrafficTables>> = defineView({
  name: 'observed-traffic',
  version: 1,
  tables: ['observed_publisher', 'observed_reader'],
  pauseMs: 250,
  async create(tx) {
    await tx.schema
      .createTable('observed_publisher')
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('events', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('observed_publisher_of', ['type', 'source'])
      .execute();
    await tx.schema
      .createTable('observed_reader')
      .addColumn('grant_id', 'text', (column) => column.primaryKey())
      .addColumn('department', 'text', (column) => column.notNull())
      .addColumn('events', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .execute();
  },
  async project(tx, events) {
    const published = new Map<string, ObservedTrafficTables['observed_publisher']>();
    const read = new Map<string, ObservedTrafficTables['observed_reader']>();
    for (const recorded of events) {
      const { type, source, recordedAt } = recorded;
      const key = `${type} ${source}`;
      const row = published.get(key) ?? { type, source, events: 0, last_at: 0 };
      if (row.events === 0) published.set(key, row);
      row.events += 1;
      row.last_at = recordedAt;
      if (type !== readType) continue;
      const { department, grants } = recorded.event.data as unknown as PageRead;
      for (const { grantId, count } of grants) {
        const reader = read.get(grantId) ?? { grant_id: grantId, department, events: 0, last_at: 0 };
        read.set(grantId, { ...reader, events: reader.events + count, last_at: recordedAt });
      }
    }
    await tx
      .insertInto('observed_publisher')
      .values([...published.values()])
      .onConflict((conflict) =>
        conflict.columns(['type', 'source']).doUpdateSet((row) => ({
          events: row('observed_publisher.events', '+', row.ref('excluded.events')),
          last_at: row.ref('excluded.last_at'),
        })),
      )
      .execute();
    if (read.size === 0) return;
    await tx
      .insertInto('observed_reader')
      .values([...read.values()])
      .onConflict((conflict) =>
        conflict.column('grant_id').doUpdateSet((row) => ({
          events: row('observed_reader.events', '+', row.ref('excluded.events')),
          last_at: row.ref('excluded.last_at'),
        })),
      )
      .execute();
  },
});

/** What was seen of one type. */
export interface Observed {
  readonly publishers: readonly {
    readonly source: string;
    readonly events: number;
    readonly lastAt: string;
  }[];
  readonly readers: readonly {
    readonly department: string;
    readonly grantId: string;
    readonly events: number;
    readonly lastAt: string;
  }[];
}

/** The traffic of a type: its sources, and its readers by their grants. */
export async function observedTraffic(
  db: Kysely<ObservedTrafficTables>,
  type: string,
  grantIds: readonly string[],
): Promise<Observed> {
  const publishers = await db.selectFrom('observed_publisher').selectAll().where('type', '=', type).execute();
  const readers =
    grantIds.length === 0
      ? []
      : await db.selectFrom('observed_reader').selectAll().where('grant_id', 'in', grantIds).execute();
  return {
    publishers: publishers.map(({ source, events, last_at }) => ({
      source,
      events: Number(events),
      lastAt: instant(Number(last_at)),
    })),
    readers: readers.map(({ department, grant_id, events, last_at }) => ({
      department,
      grantId: grant_id,
      events: Number(events),
      lastAt: instant(Number(last_at)),
    })),
  };
}
