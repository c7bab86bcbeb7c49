import type { CloudEvent } from '@tongban/cloudevents';
import { instant, type Localized } from '@tongban/kernel';
import type { FlowTimeline, Waiting } from '../domain/flow-timeline.ts';
import type { StoredFlowEvent } from '../views/flow-events.ts';

export interface FlowPageInput {
  readonly flow: string;
  readonly events: readonly StoredFlowEvent[];
  readonly timeline: FlowTimeline;
  readonly nowMs: number;
  readonly titleOf: (type: string) => Localized;
  /** The sentence of an event, from its contract's template. */
  readonly summarise: (event: CloudEvent) => Localized;
  /** Whether the reader may see what an event says, and not only that it happened. */
  readonly isReadable: (event: StoredFlowEvent) => boolean;
}

/** The page of a case: its sentences in order, who is waited for and since when, and how long each took. */
export function flowPage(input: FlowPageInput): Record<string, unknown> {
  const { flow, events, timeline, nowMs, titleOf, summarise, isReadable } = input;
  const first = events[0];
  return {
    flow,
    subject: first?.event.subject ?? null,
    kind: timeline.definition
      ? {
          id: timeline.definition.id,
          title: timeline.definition.title,
          source: timeline.definition.source,
        }
      : null,
    state: timeline.state,
    startedAt: first ? instant(first.recordedAt) : null,
    asOf: instant(nowMs),
    departments: timeline.departments.map(({ department, waitMs, open, overdue }) => ({
      department,
      waitSeconds: seconds(waitMs),
      open,
      overdue,
    })),
    waiting: timeline.waitings.map((waiting) => sentWaiting(waiting, input)),
    events: events.map((event) => ({
      position: String(event.position),
      id: event.id,
      type: event.type,
      title: titleOf(event.type),
      department: event.department,
      subject: event.event.subject,
      time: event.event.time,
      recordedAt: instant(event.recordedAt),
      causationId: event.causationId,
      summary: isReadable(event) ? summarise(event.event) : null,
    })),
  };
}

function sentWaiting(waiting: Waiting, { timeline, titleOf }: FlowPageInput): Record<string, unknown> {
  const { step } = waiting;
  return {
    department: waiting.department,
    for: { type: waiting.type, title: titleOf(waiting.type) },
    state: waiting.state,
    since: instant(waiting.sinceMs),
    done: waiting.doneMs === null ? null : instant(waiting.doneMs),
    waitSeconds: seconds(waiting.waitMs),
    due: waiting.dueMs === null ? null : instant(waiting.dueMs),
    provisional: waiting.provisional,
    rule: step && (step.source ?? timeline.definition?.source),
    remark: step?.remark ?? null,
    cause: String(waiting.cause),
    answer: waiting.answer === null ? null : String(waiting.answer),
  };
}

/** Whole milliseconds as seconds with three places, exactly. */
function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}
