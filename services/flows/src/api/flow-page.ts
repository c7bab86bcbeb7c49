import { type Answered, localizedText, named } from '@tongban/http';
import { instant } from '@tongban/kernel';
import { z } from 'zod';
import type { FlowTimeline, Waiting } from '../domain/flow-timeline.ts';
import type { StoredFlowEvent } from '../views/flow-reads.ts';
import type { EventWords } from './event-words.ts';

const dateTime = z.string().meta({ format: 'date-time' });
const position = z.string().regex(/^\d+$/);
const waitSeconds = z.number().min(0).describe('With three places');
const ruleSource = z.object({ source: z.string(), article: z.string(), confidence: z.string() });

const waitingAnswer = named(
  'Waiting',
  '等待事项 / One waiting of a case',
  z.object({
    department: z.string().describe('Who is waited for'),
    for: z.object({ type: z.string(), title: localizedText }).describe('The answer'),
    state: z.enum(['done', 'done-late', 'waiting', 'overdue', 'not-needed']),
    since: dateTime,
    done: dateTime.nullable().describe('When the answer was recorded'),
    waitSeconds,
    due: dateTime
      .nullable()
      .describe('Last moment allowed; null where there is no limit, or it is not needed'),
    provisional: z
      .boolean()
      .describe('Whether the due day lies past the end of the holiday table and may move'),
    rule: ruleSource.nullable().describe('Null for an answer that no definition asked for'),
    remark: localizedText.nullable(),
    cause: position.describe('Of the event that is waited on'),
    answer: position.nullable(),
  }),
);

const flowEvent = named(
  'FlowEvent',
  '案件中的事件 / An event of a case',
  z.object({
    position,
    id: z.string().nullable().describe('Null where you may not see what it says'),
    type: z.string(),
    title: localizedText,
    department: z.string(),
    subject: z
      .string()
      .nullable()
      .describe('Null where you do not know it from events of your own, or that ask you'),
    time: z.string().meta({ format: 'date-time' }),
    recordedAt: dateTime,
    causationId: z.string().nullable(),
    summary: localizedText.nullable().describe('Null where you may not see what it says'),
  }),
);

/** The page of a case. */
export const flowPageAnswer = named(
  'FlowPage',
  '案件全程 / A case across departments',
  z.object({
    flow: z.string().describe('The correlationid of its events'),
    subject: z
      .string()
      .nullable()
      .describe('Of the first event that you may read, or that asks you for a step'),
    kind: z
      .object({ id: z.string(), title: localizedText, source: ruleSource })
      .nullable()
      .describe('Null where no definition knows how it begins'),
    state: z.enum(['running', 'complete', 'overdue']),
    startedAt: dateTime.nullable(),
    asOf: dateTime,
    departments: z.array(
      z.object({ department: z.string(), waitSeconds, open: z.int().min(0), overdue: z.int().min(0) }),
    ),
    waiting: z.array(waitingAnswer),
    events: z.array(flowEvent),
    truncated: z.boolean().describe('Whether it has more events than are shown'),
  }),
);

export interface FlowPageInput {
  readonly flow: string;
  readonly events: readonly StoredFlowEvent[];
  readonly timeline: FlowTimeline;
  readonly nowMs: number;
  readonly words: EventWords;
  /** Whether the reader may see what an event says, and not only that it happened. */
  readonly isReadable: (event: StoredFlowEvent) => boolean;
  /** Whether an event asks the reader for a step: then the reader knows what it is about. */
  readonly asksReader: (event: StoredFlowEvent) => boolean;
  /** Whether there are more events than these. */
  readonly truncated: boolean;
}

/** The page of a case: its sentences in order, who is waited for and since when, and how long each took. */
export function flowPage(input: FlowPageInput): Answered<typeof flowPageAnswer> {
  const { flow, events, timeline, nowMs, words, isReadable, asksReader, truncated } = input;
  const known = events.filter((event) => isReadable(event) || asksReader(event));
  const subjects = new Set(known.map(({ event }) => event.subject));
  const [first] = known;
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
    events: events.map((event) => {
      const readable = isReadable(event);
      return {
        position: String(event.position),
        // An id is its producer's and may tell anything, as a subject may name an asset: both are contents.
        id: readable ? event.id : null,
        type: event.type,
        title: words.titleOf(event.type),
        department: event.department,
        subject: subjects.has(event.event.subject) ? event.event.subject : null,
        time: event.event.time,
        recordedAt: instant(event.recordedAt),
        causationId: readable ? event.causationId : null,
        summary: readable ? words.summarise(event.event) : null,
      };
    }),
    truncated,
  };
}

function sentWaiting(waiting: Waiting, { timeline, words }: FlowPageInput): Answered<typeof waitingAnswer> {
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
    rule: (step && (step.source ?? timeline.definition?.source)) ?? null,
    remark: step?.remark ?? null,
    cause: String(waiting.cause),
    answer: waiting.answer === null ? null : String(waiting.answer),
  };
}

/** Whole milliseconds as seconds with three places, exactly. */
function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}
