import type { CloudEvent } from '@tongban/cloudevents';
import { type Answered, localizedText, named } from '@tongban/http';
import { instant, type Localized } from '@tongban/kernel';
import { z } from 'zod';
import type { FlowTimeline, Waiting } from '../domain/flow-timeline.ts';
import type { StoredFlowEvent } from '../views/flow-events.ts';

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
    due: dateTime.nullable().describe('Last moment allowed; null where there is no limit'),
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
    id: z.string(),
    type: z.string(),
    title: localizedText,
    department: z.string(),
    subject: z.string(),
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
    subject: z.string().nullable(),
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
  readonly titleOf: (type: string) => Localized;
  /** The sentence of an event, from its contract's template. */
  readonly summarise: (event: CloudEvent) => Localized;
  /** Whether the reader may see what an event says, and not only that it happened. */
  readonly isReadable: (event: StoredFlowEvent) => boolean;
  /** Whether there are more events than these. */
  readonly truncated: boolean;
}

/** The page of a case: its sentences in order, who is waited for and since when, and how long each took. */
export function flowPage(input: FlowPageInput): Answered<typeof flowPageAnswer> {
  const { flow, events, timeline, nowMs, titleOf, summarise, isReadable, truncated } = input;
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
    truncated,
  };
}

function sentWaiting(waiting: Waiting, { timeline, titleOf }: FlowPageInput): Answered<typeof waitingAnswer> {
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
