import { addWorkingDays, endOfDay, type HolidayTable, localDateOf } from '@tongban/calendar';
import type { JsonObject } from '@tongban/kernel';
import {
  definitionBegunBy,
  departmentOf,
  type ExpectedStep,
  type FlowDefinition,
  isExpectedAfter,
} from './flow-definition.ts';

/** One event of a flow, as far as waiting is concerned. Times are the platform's own clock, epoch milliseconds. */
export interface FlowEvent {
  readonly position: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly department: string;
  readonly recordedAt: number;
  readonly causationId: string | null;
  /** Only of events that start a waiting which depends on data. */
  readonly data: JsonObject;
}

export type WaitState = 'done' | 'done-late' | 'waiting' | 'overdue' | 'not-needed';

/** One waiting: for whom, since when, until when, and how it stands. */
export interface Waiting {
  readonly department: string;
  /** Of the answer; of the one that is expected first of all, while it is waited for. */
  readonly type: string;
  readonly state: WaitState;
  readonly sinceMs: number;
  /** When the answer was recorded; null while it is waited for. */
  readonly doneMs: number | null;
  /** Milliseconds from `since` to the answer, or to now. */
  readonly waitMs: number;
  /** Last moment allowed by the definition; null where it sets no limit, or the step is not needed. */
  readonly dueMs: number | null;
  /** True where the due day lies past the end of the holiday table and may move. */
  readonly provisional: boolean;
  /** The step that expects the answer; null for an answer that no definition asked for. */
  readonly step: ExpectedStep | null;
  /** Position of the event waited on and of the answer. */
  readonly cause: number;
  readonly answer: number | null;
}

export interface DepartmentWait {
  readonly department: string;
  readonly waitMs: number;
  readonly open: number;
  readonly overdue: number;
}

export interface FlowTimeline {
  readonly definition: FlowDefinition | null;
  readonly state: 'running' | 'complete' | 'overdue';
  readonly waitings: readonly Waiting[];
  readonly departments: readonly DepartmentWait[];
}

/**
 * Where a case stands: every expected step of its definition, and every answer that names its cause, with the time
 * that the answering department took. Pure: same events, definitions, table and instant give the same timeline.
 *
 * @param events the events of one flow in position order; at least one.
 */
export function flowTimeline(
  events: readonly FlowEvent[],
  definitions: readonly FlowDefinition[],
  holidays: HolidayTable,
  nowMs: number,
): FlowTimeline {
  const begun = events.find((event) => definitionBegunBy(definitions, event) !== undefined);
  const definition = begun && definitionBegunBy(definitions, begun);
  const expected = (definition?.steps ?? []).flatMap((step) =>
    expectedWaiting(step, events, holidays, nowMs),
  );
  const answered = new Set(expected.map(({ answer }) => answer));
  const others = events
    .filter(({ position }) => !answered.has(position))
    .flatMap((event) => answerTo(event, events));
  const waitings = [...expected, ...others].sort((a, b) => a.sinceMs - b.sinceMs || a.cause - b.cause);
  const overdue = waitings.some(({ state }) => state === 'overdue');
  const open = waitings.some(({ state }) => state === 'waiting');
  return {
    definition: definition ?? null,
    state: overdue ? 'overdue' : open ? 'running' : 'complete',
    waitings,
    departments: byDepartment(waitings),
  };
}

function expectedWaiting(
  step: ExpectedStep,
  events: readonly FlowEvent[],
  holidays: HolidayTable,
  nowMs: number,
): Waiting[] {
  const causes = events.filter(({ type }) => type === step.after);
  const starting = causes.find(({ data }) => isExpectedAfter(step, data));
  const cause = starting ?? causes[0];
  if (!cause) return [];
  const answer = events.find(
    ({ type, position }) => (type === step.type || step.or?.includes(type)) && position > cause.position,
  );
  // Nobody is late with what was not asked for.
  const limit = starting && step.limitWorkingDays;
  const due = limit === undefined ? null : dueAfter(cause.recordedAt, limit, holidays);
  const untilMs = answer?.recordedAt ?? nowMs;
  const late = due !== null && untilMs > due.ms;
  const state =
    !answer && !starting
      ? 'not-needed'
      : answer
        ? late
          ? 'done-late'
          : 'done'
        : late
          ? 'overdue'
          : 'waiting';
  return [
    {
      department: departmentOf(step),
      type: answer?.type ?? step.type,
      state,
      sinceMs: cause.recordedAt,
      doneMs: answer?.recordedAt ?? null,
      waitMs: state === 'not-needed' ? 0 : untilMs - cause.recordedAt,
      dueMs: due?.ms ?? null,
      provisional: due?.provisional ?? false,
      step,
      cause: cause.position,
      answer: answer?.position ?? null,
    },
  ];
}

/** An answer that no definition asked for: it waited from its cause to itself. */
function answerTo(event: FlowEvent, events: readonly FlowEvent[]): Waiting[] {
  const cause = events.find(({ id, position }) => id === event.causationId && position < event.position);
  if (!cause || cause.department === event.department) return [];
  return [
    {
      department: event.department,
      type: event.type,
      state: 'done',
      sinceMs: cause.recordedAt,
      doneMs: event.recordedAt,
      waitMs: event.recordedAt - cause.recordedAt,
      dueMs: null,
      provisional: false,
      step: null,
      cause: cause.position,
      answer: event.position,
    },
  ];
}

function dueAfter(
  sinceMs: number,
  workingDays: number,
  holidays: HolidayTable,
): { ms: number; provisional: boolean } {
  const { date, provisional } = addWorkingDays(holidays, localDateOf(sinceMs), workingDays);
  return { ms: endOfDay(date), provisional };
}

function byDepartment(waitings: readonly Waiting[]): DepartmentWait[] {
  const totals = new Map<string, DepartmentWait>();
  for (const { department, waitMs, state } of waitings) {
    if (state === 'not-needed') continue;
    const before = totals.get(department) ?? { department, waitMs: 0, open: 0, overdue: 0 };
    totals.set(department, {
      department,
      waitMs: before.waitMs + waitMs,
      open: before.open + (state === 'waiting' || state === 'overdue' ? 1 : 0),
      overdue: before.overdue + (state === 'overdue' ? 1 : 0),
    });
  }
  return [...totals.values()].sort((a, b) => b.waitMs - a.waitMs);
}
