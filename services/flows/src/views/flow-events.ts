import { eventParts } from '@tongban/cloudevents';
import type { RecordedEvent } from '@tongban/event-store';
import { instant, type JsonObject } from '@tongban/kernel';
import { defineView, type View } from '@tongban/processing';
import { insertRows, type Kysely, type ViewTx } from '@tongban/view-store';
import type { FlowEvent } from '../domain/flow-timeline.ts';

interface FlowEventTable {
  position: number;
  flow: string;
  id: string;
  source: string;
  type: string;
  department: string;
  subject: string;
  /** As the producer gave it. */
  time: string;
  recorded_at: number;
  causation_id: string | null;
  /** The data as JSON text, only of events whose data decides which steps are expected; personal fields sealed. */
  data: string | null;
}

interface FlowTable {
  flow: string;
  first_position: number;
  first_type: string;
  subject: string;
  started_at: number;
  last_position: number;
  last_recorded_at: number;
  events: number;
}

export interface FlowTables {
  flow_event: FlowEventTable;
  flow: FlowTable;
}

/** An event of a flow with all that its page shows. */
export interface StoredFlowEvent extends FlowEvent {
  readonly subject: string;
  readonly time: string;
}

export interface FlowEventsOptions {
  /** Types whose data is kept, because definitions look into it. */
  readonly typesWithData: ReadonlySet<string>;
}

/**
 * Every event by its flow. What the platform notes about itself under `sharing.` and `platform.` is no part of a
 * case, except where it names the case's correlation id: reads and keys have ids of their own.
 */
export function flowEventsView(options: FlowEventsOptions): View<ViewTx<FlowTables>> {
  return defineView({
    name: 'flow-events',
    version: 2,
    tables: ['flow_event', 'flow'],
    pauseMs: 20,
    async create(tx) {
      await tx.schema
        .createTable('flow_event')
        .addColumn('position', 'bigint', (column) => column.primaryKey())
        .addColumn('flow', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('department', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('time', 'text', (column) => column.notNull())
        .addColumn('recorded_at', 'bigint', (column) => column.notNull())
        .addColumn('causation_id', 'text')
        .addColumn('data', 'text')
        .execute();
      await tx.schema
        .createIndex('flow_event_by_flow')
        .on('flow_event')
        .columns(['flow', 'position'])
        .execute();
      await tx.schema
        .createTable('flow')
        .addColumn('flow', 'text', (column) => column.primaryKey())
        .addColumn('first_position', 'bigint', (column) => column.notNull())
        .addColumn('first_type', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('last_position', 'bigint', (column) => column.notNull())
        .addColumn('last_recorded_at', 'bigint', (column) => column.notNull())
        .addColumn('events', 'integer', (column) => column.notNull())
        .execute();
      await tx.schema.createIndex('flow_by_last_position').on('flow').columns(['last_position']).execute();
      // Without the position, which changes with every event: a subject has few cases, and they are sorted when read.
      await tx.schema.createIndex('flow_by_subject').on('flow').columns(['subject']).execute();
    },
    async project(tx, events) {
      const rows = events.map((event) => flowEventRow(event, options));
      await insertRows(tx, 'flow_event', rows);
      await insertRows(tx, 'flow', [...summedByFlow(rows).values()], (insert) =>
        insert.onConflict((conflict) =>
          conflict.column('flow').doUpdateSet((row) => ({
            last_position: row.ref('excluded.last_position'),
            last_recorded_at: row.ref('excluded.last_recorded_at'),
            events: row('flow.events', '+', row.ref('excluded.events')),
          })),
        ),
      );
    },
  });
}

/** The events of a flow in order, at most `limit`. */
export async function eventsOfFlow(
  db: Kysely<FlowTables>,
  flow: string,
  limit: number,
): Promise<readonly StoredFlowEvent[]> {
  const rows = await db
    .selectFrom('flow_event')
    .selectAll()
    .where('flow', '=', flow)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    position: Number(row.position),
    id: row.id,
    source: row.source,
    type: row.type,
    department: row.department,
    subject: row.subject,
    time: row.time,
    recordedAt: Number(row.recorded_at),
    causationId: row.causation_id,
    data: row.data === null ? {} : (JSON.parse(row.data) as JsonObject),
  }));
}

/** A case in a list. */
export interface FlowInList {
  readonly flow: string;
  readonly firstType: string;
  readonly subject: string;
  readonly startedAt: string;
  readonly lastRecordedAt: string;
  readonly lastPosition: string;
  readonly events: number;
}

/** Cases by their latest event, the newest first: of a subject, of those a department takes part in, or all. */
export async function latestFlows(
  db: Kysely<FlowTables>,
  wanted: {
    readonly subject?: string;
    readonly before?: number;
    readonly department: string | undefined;
    readonly limit: number;
  },
): Promise<readonly FlowInList[]> {
  let query = db.selectFrom('flow').selectAll().orderBy('last_position', 'desc').limit(wanted.limit);
  if (wanted.subject !== undefined) query = query.where('subject', '=', wanted.subject);
  if (wanted.before !== undefined) query = query.where('last_position', '<', wanted.before);
  const { department } = wanted;
  if (department !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('flow_event')
          .select('flow_event.position')
          .whereRef('flow_event.flow', '=', 'flow.flow')
          .where('flow_event.department', '=', department),
      ),
    );
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    flow: row.flow,
    firstType: row.first_type,
    subject: row.subject,
    startedAt: instant(Number(row.started_at)),
    lastRecordedAt: instant(Number(row.last_recorded_at)),
    lastPosition: String(row.last_position),
    events: Number(row.events),
  }));
}

function flowEventRow(
  { position, recordedAt, event }: RecordedEvent,
  options: FlowEventsOptions,
): FlowEventTable {
  return {
    position,
    flow: event.correlationid,
    id: event.id,
    source: event.source,
    type: event.type,
    department: eventParts(event).owner,
    subject: event.subject,
    time: event.time,
    recorded_at: recordedAt,
    causation_id: event.causationid ?? null,
    data: options.typesWithData.has(event.type) ? JSON.stringify(event.data) : null,
  };
}

function summedByFlow(rows: readonly FlowEventTable[]): ReadonlyMap<string, FlowTable> {
  const flows = new Map<string, FlowTable>();
  for (const row of rows) {
    const flow = flows.get(row.flow);
    if (flow) {
      flow.last_position = row.position;
      flow.last_recorded_at = row.recorded_at;
      flow.events += 1;
    } else {
      flows.set(row.flow, {
        flow: row.flow,
        first_position: row.position,
        first_type: row.type,
        subject: row.subject,
        started_at: row.recorded_at,
        last_position: row.position,
        last_recorded_at: row.recorded_at,
        events: 1,
      });
    }
  }
  return flows;
}
