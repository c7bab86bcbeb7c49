import { instant } from '@tongban/kernel';
import type { FlowTimeline, Waiting } from '../domain/flow-timeline.ts';
import type { StoredFlowEvent } from '../views/flow-reads.ts';
import type { EventWords } from './event-words.ts';

export interface FlowPageInput {
  readonly flow: string;
  readonly events: readonly StoredFlowEvent[];
  readonly timeline: FlowTimeline;
  readonly nowMs: number;
  readonly words: EventWords;
  /** Whether the reader may see what an event says, and not only that it happened. */
  readonly isReadable: (event: StoredFlowEvent) => boolean;
}

/** The page of a case: its sentences in order, who is waited for and since when, and how long each took. */
export function flowPage(input: FlowPageInput): Record<string, unknown> {
  const { flow, events, timeline, nowMs, words, isReadable } = input;
  // What the case is about, whoever takes part in it knows: it is asked to answer that event.
  const first = events.find((event) => isReadable(event) || event.position === timeline.begun);
  const subject = first?.event.subject ?? null;
  return {
    flow,
    subject,
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
    events: events.map((event) => {
      const readable = isReadable(event);
      return {
        position: String(event.position),
        // An id is its producer's and may tell anything, as a subject may name an asset: both are contents.
        id: readable ? event.id : null,
        type: event.type,
        title: words.titleOf(event.type),
        department: event.department,
        subject: readable || event.event.subject === subject ? event.event.subject : null,
        time: event.event.time,
        recordedAt: instant(event.recordedAt),
        causationId: readable ? event.causationId : null,
        summary: readable ? words.summarise(event.event) : null,
      };
    }),
  };
}

function sentWaiting(waiting: Waiting, { timeline, words }: FlowPageInput): Record<string, unknown> {
  const { step } = waiting;
  return {
    department: waiting.department,
    for: { type: waiting.type, title: words.titleOf(waiting.type) },
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
