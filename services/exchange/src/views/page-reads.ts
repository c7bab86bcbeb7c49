import { instant } from '@tongban/kernel';
import { defineView, type View } from '@tongban/processing';
import { insertRows, type Kysely, type ViewTx } from '@tongban/view-store';
import type { DataOf } from '../domain/domain-event.ts';
import type { ReadRecord } from '../domain/past-readers.ts';

type PageRead = DataOf<'sharing.data-read.v1'>;

export interface PageReadTables {
  page_read: {
    position: number;
    department: string;
    system: string;
    channel: string;
    after_position: number;
    last_position: number;
    event_count: number;
    /** JSON: grants with their purposes and counts. */
    grants: string;
    response_hash: string;
    recorded_at: number;
  };
}

/** Who read which span under which grants: for providers, auditors, and for pushing corrections. */
export const pageReadsView: View<ViewTx<PageReadTables>> = defineView({
  name: 'page-reads',
  version: 2,
  tables: ['page_read'],
  filter: { types: ['sharing.data-read.v1'] },
  async create(tx) {
    await tx.schema
      .createTable('page_read')
      .addColumn('position', 'bigint', (column) => column.primaryKey())
      .addColumn('department', 'text', (column) => column.notNull())
      .addColumn('system', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('after_position', 'bigint', (column) => column.notNull())
      .addColumn('last_position', 'bigint', (column) => column.notNull())
      .addColumn('event_count', 'integer', (column) => column.notNull())
      .addColumn('grants', 'text', (column) => column.notNull())
      .addColumn('response_hash', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'bigint', (column) => column.notNull())
      .execute();
    await tx.schema
      .createIndex('page_read_by_span')
      .on('page_read')
      .columns(['last_position', 'after_position'])
      .execute();
    // The times are in it so that an export finds its period without a look at every record before.
    await tx.schema
      .createIndex('page_read_by_department')
      .on('page_read')
      .columns(['department', 'position', 'recorded_at'])
      .execute();
  },
  async project(tx, events) {
    const rows = events.map(({ position, recordedAt, event }) => {
      const read = event.data as unknown as PageRead;
      return {
        position,
        department: read.department,
        system: read.system,
        channel: read.channel,
        after_position: Number(read.afterPosition),
        last_position: Number(read.lastPosition),
        event_count: read.eventCount,
        grants: JSON.stringify(read.grants),
        response_hash: read.responseHash,
        recorded_at: recordedAt,
      };
    });
    await insertRows(tx, 'page_read', rows);
  },
});

/** The reads whose span holds a position, in the order in which they were recorded. */
export async function readsAround(
  db: Kysely<PageReadTables>,
  position: number,
): Promise<readonly ReadRecord[]> {
  const rows = await db
    .selectFrom('page_read')
    .select(['department', 'channel', 'grants', 'after_position', 'last_position'])
    .where('last_position', '>=', position)
    .where('after_position', '<', position)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    department: row.department,
    channel: row.channel as PageRead['channel'],
    grants: JSON.parse(row.grants) as PageRead['grants'],
    afterPosition: String(row.after_position),
    lastPosition: String(row.last_position),
  }));
}

/** One recorded read as it is shown. */
export interface SentRead {
  readonly position: string;
  readonly department: string;
  readonly system: string;
  readonly channel: PageRead['channel'];
  readonly afterPosition: string;
  readonly lastPosition: string;
  readonly eventCount: number;
  readonly grants: PageRead['grants'];
  readonly responseHash: string;
  readonly recordedAt: string;
}

/** Reads before a position, the newest first: those of some departments, or all. */
export async function latestReads(
  db: Kysely<PageReadTables>,
  wanted: {
    readonly of: readonly string[] | undefined;
    readonly before: number | undefined;
    readonly limit: number;
  },
): Promise<readonly SentRead[]> {
  const { of, before = Number.MAX_SAFE_INTEGER, limit } = wanted;
  const latest = db
    .selectFrom('page_read')
    .selectAll()
    .where('position', '<', before)
    .orderBy('position', 'desc')
    .limit(limit);
  if (of === undefined) return (await latest.execute()).map(sentRead);
  // Each by itself: the index has the reads of one department in this order, and those of several in none.
  const rows = await Promise.all(
    of.map((department) => latest.where('department', '=', department).execute()),
  );
  return rows
    .flat()
    .sort((one, other) => Number(other.position) - Number(one.position))
    .slice(0, limit)
    .map(sentRead);
}

/** Reads of a department that were recorded in a period, the oldest first, of a span of positions. */
export async function readsInPeriod(
  db: Kysely<PageReadTables>,
  wanted: {
    readonly department: string;
    /** Epoch milliseconds, both inclusive. */
    readonly fromMs: number;
    readonly untilMs: number;
    /** Positions: exclusive, and inclusive. */
    readonly after: number;
    readonly upTo: number;
    readonly limit: number;
  },
): Promise<readonly SentRead[]> {
  const { department, fromMs, untilMs, after, upTo, limit } = wanted;
  const rows = await db
    .selectFrom('page_read')
    .selectAll()
    .where('department', '=', department)
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .where('recorded_at', '>=', fromMs)
    .where('recorded_at', '<=', untilMs)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(sentRead);
}

function sentRead(row: PageReadTables['page_read']): SentRead {
  return {
    position: String(row.position),
    department: row.department,
    system: row.system,
    channel: row.channel as PageRead['channel'],
    afterPosition: String(row.after_position),
    lastPosition: String(row.last_position),
    eventCount: Number(row.event_count),
    grants: JSON.parse(row.grants) as PageRead['grants'],
    responseHash: row.response_hash,
    recordedAt: instant(Number(row.recorded_at)),
  };
}
