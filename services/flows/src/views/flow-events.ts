import { type CloudEvent, eventParts } from '@tongban/cloudevents';
import type { RecordedEvent } from '@tongban/event-store';
import { decodeJson, instant } from '@tongban/kernel';
import { defineView, type View } from '@tongban/processing';
import { insertRows, type Kysely, type ViewTx } from '@tongban/view-store';
import type { FlowEvent } from '../domain/flow-timeline.ts';

interface FlowEventTable {
  position: number;
  flow: string;
  department: string;
  recorded_at: number;
  /** The whole event as it was recorded, so that a page needs nothing but this view; personal fields are sealed. */
  event: string;
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
  readonly event: CloudEvent;
}

/** The record of a read: there is one for every page, and each would be a case of its own. */
const readType = 'sharing.data-read.v1';

/** Every event by its flow, but the records of reads. */
export const flowEventsView: View<ViewTx<FlowTables>> = defineView({
  name: 'flow-events',
  version: 5,
  tables: ['flow_event', 'flow'],
  pauseMs: 250,
  module: { url: import.meta.url, exportName: 'flowEventsView' },
  async create(tx) {
    await tx.schema
      .createTable('flow_event')
      .addColumn('position', 'bigint', (column) => column.primaryKey())
      .addColumn('flow', 'text', (column) => column.notNull())
      .addColumn('department', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'bigint', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
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
  async project(tx, all) {
    const events = all.filter(({ type }) => type !== readType);
    await insertRows(tx, 'flow_event', events.map(flowEventRow));
    await insertRows(tx, 'flow', [...summedByFlow(events).values()], (insert) =>
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
  return rows.map((row) => {
    const event = decodeJson(row.event) as CloudEvent;
    return {
      position: Number(row.position),
      id: event.id,
      source: event.source,
      type: event.type,
      department: row.department,
      recordedAt: Number(row.recorded_at),
      causationId: event.causationid ?? null,
      data: event.data,
      event,
    };
  });
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

function flowEventRow({ position, recordedAt, json, event }: RecordedEvent): FlowEventTable {
  return {
    position,
    flow: event.correlationid,
    department: eventParts(event).owner,
    recorded_at: recordedAt,
    event: json,
  };
}

function summedByFlow(events: readonly RecordedEvent[]): ReadonlyMap<string, FlowTable> {
  const flows = new Map<string, FlowTable>();
  for (const { position, recordedAt, type, event } of events) {
    const flow = flows.get(event.correlationid);
    if (flow) {
      flow.last_position = position;
      flow.last_recorded_at = recordedAt;
      flow.events += 1;
    } else {
      flows.set(event.correlationid, {
        flow: event.correlationid,
        first_position: position,
        first_type: type,
        subject: event.subject,
        started_at: recordedAt,
        last_position: position,
        last_recorded_at: recordedAt,
        events: 1,
      });
    }
  }
  return flows;
}
