import type { CloudEvent } from '@tongban/cloudevents';
import type { RegisteredContract } from '@tongban/contracts';
import { decodedText, type EventSource, pageEventsMax, type RecordedEvent } from '@tongban/event-store';
import { decodeJson, instant, type Localized } from '@tongban/kernel';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from '@tongban/view-store';
import { flowDefinitions, typesOfDefinitions } from '../definitions/flow-definitions.ts';
import { typesOf } from '../domain/flow-definition.ts';
import type { FlowEvent } from '../domain/flow-timeline.ts';
import { flowErrors } from '../errors.ts';
import { type FlowEventTable, type FlowTable, type FlowTables, kindsOf } from './flow-tables.ts';

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

/** Where the events of cases are read. */
export interface FlowPlaces {
  readonly db: Kysely<FlowTables>;
  /** Gives back the events of which the view keeps no text. */
  readonly readAt?: EventSource['readAt'] | undefined;
}

/**
 * The events that the page of a case shows, in order and at most `limit`, and whether there are more: all, or what a
 * department sees. Where there are more, those of which a definition speaks come before the rest: nobody keeps a case from
 * being told by publishing much under its number, which may be guessed.
 *
 * @throws E_FLOW_EVENT_UNREADABLE
 */
export async function pageOfFlow(
  { db, readAt }: FlowPlaces,
  flow: string,
  limit: number,
  seeing?: Seeing,
): Promise<{ readonly events: readonly StoredFlowEvent[]; readonly truncated: boolean }> {
  const first = await rowsOfFlow(db, flow, limit + 1, { seeing });
  if (first.length <= limit) return { events: await storedEvents(first, readAt), truncated: false };
  const shown = new Map<number, FlowEventTable>();
  const defined = await rowsOfFlow(db, flow, limit, { seeing, types: [...typesOfDefinitions] });
  for (const row of [...defined, ...first]) if (shown.size < limit) shown.set(row.position, row);
  const rows = [...shown.values()].sort((a, b) => a.position - b.position);
  return { events: await storedEvents(rows, readAt), truncated: true };
}

/** What the view knows of the events of a case, in order, at most `limit`; where types are named, of these alone. */
async function rowsOfFlow(
  db: Kysely<FlowTables>,
  flow: string,
  limit: number,
  { seeing, types }: { readonly seeing: Seeing | undefined; readonly types?: readonly string[] },
): Promise<readonly FlowEventTable[]> {
  let query = db.selectFrom('flow_event').selectAll().where('flow', '=', flow);
  if (seeing) query = query.where((row) => isSeen(row, seeing));
  if (types) query = query.where('type', 'in', types);
  const rows = await query.orderBy('position').limit(limit).execute();
  return rows.map((row) => ({
    ...row,
    position: Number(row.position),
    recorded_at: Number(row.recorded_at),
  }));
}

/** Events with what they say: as the view keeps it, or else as the source gives it back. */
async function storedEvents(
  rows: readonly FlowEventTable[],
  readAt: EventSource['readAt'],
): Promise<readonly StoredFlowEvent[]> {
  const asked = rows.filter(({ event }) => event === null);
  const [first] = asked;
  if (first !== undefined && readAt === undefined) {
    // The view was written where the source gave texts back, and this one gives none.
    throw unreadable(first, {
      zh: '案件视图正在重建：它此前未保存事件文本，而当前的事件来源不能按位置返回；请在重建完成后重试',
      en: 'The view of cases is being built anew: it has kept no texts so far, and this source gives none back. Try again when it is done.',
    });
  }
  const read = new Map<number, RecordedEvent>();
  for (let from = 0; readAt && from < asked.length; from += pageEventsMax) {
    const page = asked.slice(from, from + pageEventsMax).map(({ position }) => position);
    for (const recorded of await readAt(page)) read.set(recorded.position, recorded);
  }
  return rows.map((row) => {
    const { position, type, department, recorded_at: recordedAt } = row;
    const event = eventOfRow(row, read.get(position));
    const { id, source, causationid, data } = event;
    const causationId = causationid ?? null;
    return { position, id, source, type, department, recordedAt, causationId, data, event };
  });
}

/** @throws E_FLOW_EVENT_UNREADABLE where nobody has its text, that is damaged, or another event is at its place */
function eventOfRow(row: FlowEventTable, recorded: RecordedEvent | undefined): CloudEvent {
  const { flow, position, type, event: text } = row;
  let event: CloudEvent | undefined;
  try {
    event = text === null ? recorded?.event : (decodeJson(decodedText(text)) as CloudEvent);
  } catch (cause) {
    const zh = `位置 ${position} 的事件文本已损坏`;
    throw unreadable(row, { zh, en: `The text of the event at position ${position} is damaged` }, cause);
  }
  // Where a store was put back to an older moment, events of other cases may stand there since: they are nobody's to see here.
  if (event?.correlationid === flow && event.type === type) return event;
  throw unreadable(row, {
    zh: `事件库中位置 ${position} 没有该事件：事件库比案件视图旧`,
    en: `The store does not have this event at position ${position}: it is older than the view of cases`,
  });
}

function unreadable({ flow, position }: FlowEventTable, detail: Localized, cause?: unknown): Error {
  return flowErrors.error('E_FLOW_EVENT_UNREADABLE', { detail, facts: { flow, position }, cause });
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
