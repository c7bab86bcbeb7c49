import type { CloudEvent } from '@tongban/cloudevents';
import type { RegisteredContract } from '@tongban/contracts';
import { decodedText } from '@tongban/event-store';
import { decodeJson, instant } from '@tongban/kernel';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from '@tongban/view-store';
import { flowDefinitions, typesOfDefinitions } from '../definitions/flow-definitions.ts';
import { typesOf } from '../domain/flow-definition.ts';
import type { FlowEvent } from '../domain/flow-timeline.ts';
import { type FlowTable, type FlowTables, kindsOf } from './flow-tables.ts';

/** An event of a flow with all that its page shows. */
export interface StoredFlowEvent extends FlowEvent {
  readonly event: CloudEvent;
}

/** Who sees a page: everything, or what a department sees by the kinds in which it takes part. */
export interface Seeing {
  readonly department: string;
  readonly kinds: readonly string[];
}

/** What a department sees of a case; undefined where that is nothing. */
export async function seeingOf(
  db: Kysely<FlowTables>,
  flow: string,
  department: string,
): Promise<Seeing | undefined> {
  const row = await db
    .selectFrom('flow_part')
    .select('kinds')
    .where('flow', '=', flow)
    .where('department', '=', department)
    .executeTakeFirst();
  return row && { department, kinds: kindsOf(row.kinds) };
}

/**
 * The events that the page of a case shows, in order and at most `limit`, and whether there are more. Where there are,
 * those of which a definition speaks come before the rest: nobody keeps a case from being told by publishing much under
 * its number, which may be guessed.
 */
export async function pageOfFlow(
  db: Kysely<FlowTables>,
  flow: string,
  limit: number,
  seeing?: Seeing,
): Promise<{ readonly events: readonly StoredFlowEvent[]; readonly truncated: boolean }> {
  const first = await eventsOfFlow(db, flow, limit + 1, { seeing });
  if (first.length <= limit) return { events: first, truncated: false };
  const events = new Map<number, StoredFlowEvent>();
  const defined = await eventsOfFlow(db, flow, limit, { seeing, types: [...typesOfDefinitions] });
  for (const event of [...defined, ...first]) if (events.size < limit) events.set(event.position, event);
  return { events: [...events.values()].sort((a, b) => a.position - b.position), truncated: true };
}

/** The events of a flow in order, at most `limit`: all, or what a department sees; where types are named, of these alone. */
export async function eventsOfFlow(
  db: Kysely<FlowTables>,
  flow: string,
  limit: number,
  { seeing, types }: { readonly seeing?: Seeing | undefined; readonly types?: readonly string[] } = {},
): Promise<readonly StoredFlowEvent[]> {
  let query = db.selectFrom('flow_event').selectAll().where('flow', '=', flow);
  if (seeing) query = query.where((row) => isSeen(row, seeing));
  if (types) query = query.where('type', 'in', types);
  const rows = await query.orderBy('position').limit(limit).execute();
  return rows.map((row) => {
    const event = decodeJson(decodedText(row.event)) as CloudEvent;
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

interface WantedFlows {
  /** Only cases that began with this subject. */
  readonly subject?: string;
  readonly before?: number;
  readonly limit: number;
}

/** Cases by their latest event, the newest first. */
export async function latestFlows(
  db: Kysely<FlowTables>,
  { subject, before, limit }: WantedFlows,
): Promise<readonly FlowInList[]> {
  let query = db.selectFrom('flow').selectAll().orderBy('last_position', 'desc').limit(limit);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (before !== undefined) query = query.where('last_position', '<', before);
  return (await query.execute()).map((row) => inList(row, Number(row.events)));
}

/** The cases of a department, told by nothing but what it sees of them: by the latest event that it sees, the newest first. */
export async function latestFlowsOf(
  db: Kysely<FlowTables>,
  department: string,
  { subject, before, limit }: WantedFlows,
): Promise<readonly FlowInList[]> {
  let query = db
    .selectFrom('flow_part')
    .selectAll()
    .where('department', '=', department)
    .orderBy('last_position', 'desc')
    .limit(limit);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (before !== undefined) query = query.where('last_position', '<', before);
  const rows = await query.execute();
  const counts = new Map<string, number>();
  for (const [kinds, flows] of Map.groupBy(rows, (row) => row.kinds)) {
    const counted = await db
      .selectFrom('flow_event')
      .select((row) => ['flow', row.fn.countAll().as('events')])
      .where(
        'flow',
        'in',
        flows.map(({ flow }) => flow),
      )
      .where((row) => isSeen(row, { department, kinds: kindsOf(kinds) }))
      .groupBy('flow')
      .execute();
    for (const { flow, events } of counted) counts.set(flow, Number(events));
  }
  return rows.map((row) => inList(row, counts.get(row.flow) ?? 0));
}

/** Contracts that were registered at run time after a position, in their order. */
export async function contractsRegisteredAfter(
  db: Kysely<FlowTables>,
  position: number,
): Promise<readonly { readonly position: number; readonly contract: RegisteredContract }[]> {
  const rows = await db
    .selectFrom('flow_contract')
    .selectAll()
    .where('position', '>', position)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    position: Number(row.position),
    contract: decodeJson(row.contract) as RegisteredContract,
  }));
}

/** A department sees its own events, and those of the definitions by which it takes part. */
function isSeen(
  row: ExpressionBuilder<FlowTables, 'flow_event'>,
  { department, kinds }: Seeing,
): Expression<SqlBool> {
  const types = flowDefinitions.filter(({ id }) => kinds.includes(id)).flatMap(typesOf);
  const own = row('department', '=', department);
  return types.length === 0 ? own : row.or([own, row('type', 'in', types)]);
}

function inList(
  row: Pick<
    FlowTable,
    'flow' | 'first_type' | 'subject' | 'started_at' | 'last_position' | 'last_recorded_at'
  >,
  events: number,
): FlowInList {
  return {
    flow: row.flow,
    firstType: row.first_type,
    subject: row.subject,
    startedAt: instant(Number(row.started_at)),
    lastRecordedAt: instant(Number(row.last_recorded_at)),
    lastPosition: String(row.last_position),
    events,
  };
}
