import { type Answered, named } from '@tongban/http';
import { instant } from '@tongban/kernel';
import type { ParkedEvent, ProcessorStatus, RedrivenSequence, RedrivePlan } from '@tongban/processing';
import { z } from 'zod';

const dateTime = z.string().meta({ format: 'date-time' });
/** A position or a revision: a whole number as a text. */
export const number: z.ZodString = z.string().regex(/^\d+$/);
const count = z.int().min(0);

/** Why something failed. */
export const failure = named(
  'Failure',
  '失败原因 / Why it failed',
  z.object({ code: z.string().describe('`E_…` where the failure has one'), message: z.string() }),
);

export const processorState = z
  .enum(['running', 'rebuilding', 'retrying', 'waiting', 'paused', 'stopped'])
  .describe(
    '`rebuilding`: tables are built anew. `retrying`: an event failed and is tried again. `waiting`: what it ' +
      'needs does not answer',
  );

/** How far something is behind, and what is set aside. */
export const lag = {
  lagEvents: count.describe('Positions between `position` and `head`: events of any type'),
  lagSeconds: z
    .number()
    .min(0)
    .describe('Age of the oldest event that was not looked at; 0 where there is none'),
  parkedEvents: count,
  parkedSequences: count,
};

export const processorAnswer = named(
  'Processor',
  '处理程序 / A processor and how far it is',
  z.object({
    name: z.string(),
    kind: z.enum(['view', 'reactor']),
    state: processorState,
    position: number.describe('Everything up to here is handled, parked or passed over'),
    head: number.describe('The last position of the event store'),
    ...lag,
    lastFailure: z
      .object({ ...failure.shape, at: dateTime, position: number.nullable() })
      .nullable()
      .describe('The last thing that went wrong'),
    rebuild: z
      .object({
        position: number,
        head: number,
        events: count,
        positionsPerSecond: z.number().min(0),
        secondsLeft: z
          .number()
          .min(0)
          .optional()
          .describe('Estimated; absent as long as nothing was measured'),
      })
      .nullable(),
  }),
);

const parkedEvent = named(
  'ParkedEvent',
  '已搁置的事件 / An event that is set aside',
  z.object({
    position: number,
    stream: z.string(),
    revision: number,
    source: z.string(),
    id: z.string(),
    type: z.string(),
    recordedAt: dateTime,
    parkedAt: dateTime,
    attempts: count.describe('0 for an event that only waits behind another'),
    failure: failure.nullable().describe('The last one; null for an event that only waits'),
  }),
);

export const planAnswer = named(
  'RedrivePlan',
  '重做计划 / What a redrive would do',
  z.object({
    processor: z.string(),
    events: count,
    sequenceCount: count,
    oldestSeconds: z.number().min(0).describe('Age of the oldest event; 0 where nothing is parked'),
    sequences: z
      .array(
        z.object({
          sequence: z.string(),
          events: count,
          firstPosition: number,
          oldestRecordedAt: dateTime,
          failure: failure.nullable().describe('What holds the sequence'),
          sample: z.array(parkedEvent).describe('Its first events'),
        }),
      )
      .describe('Oldest first, at most 100'),
  }),
);

export const redrivenAnswer = named(
  'RedrivenSequence',
  '重做结果 / What a redrive did to one sequence',
  z.object({
    sequence: z.string(),
    handled: count.describe('Events that are parked no more'),
    outcomes: z
      .record(z.string(), count)
      .describe(
        'What became of these, where it is not the same for all: of a webhook `delivered`, `withheld` (its department ' +
          'may not receive them at this moment) or `gone` (the receiver answered 410)',
      ),
    stoppedAt: z
      .object({ position: number, failure })
      .nullable()
      .describe('From there on everything is still parked; null: the sequence is free again'),
  }),
);

/** The status of a processor as it is sent: positions as texts, moments as RFC 3339. */
export function sentStatus({
  position: at,
  head,
  lastFailure,
  rebuild,
  ...status
}: ProcessorStatus): Answered<typeof processorAnswer> {
  return {
    ...status,
    position: String(at),
    head: String(head),
    lastFailure: lastFailure
      ? {
          code: lastFailure.code,
          message: lastFailure.message,
          at: instant(lastFailure.at),
          position: lastFailure.position === undefined ? null : String(lastFailure.position),
        }
      : null,
    rebuild: rebuild ? { ...rebuild, position: String(rebuild.position), head: String(rebuild.head) } : null,
  };
}

/** What a redrive would do, with the first events of each sequence. */
export function sentPlan({ sequences, ...plan }: RedrivePlan): Answered<typeof planAnswer> {
  return {
    ...plan,
    sequences: sequences.map((one) => ({
      sequence: one.sequence,
      events: one.events,
      firstPosition: String(one.firstPosition),
      oldestRecordedAt: instant(one.oldestRecordedAt),
      failure: one.failure ?? null,
      sample: one.sample.map(sentParked),
    })),
  };
}

/** What a redrive did to one sequence. */
export function sentRedriven({
  sequence: name,
  handled,
  outcomes,
  stoppedAt,
}: RedrivenSequence): Answered<typeof redrivenAnswer> {
  return {
    sequence: name,
    handled,
    outcomes,
    stoppedAt: stoppedAt ? { position: String(stoppedAt.position), failure: stoppedAt.failure } : null,
  };
}

function sentParked({
  position: at,
  stream,
  revision,
  source,
  id,
  type,
  ...parked
}: ParkedEvent): Answered<typeof parkedEvent> {
  return {
    position: String(at),
    stream,
    revision: String(revision),
    source,
    id,
    type,
    recordedAt: instant(parked.recordedAt),
    parkedAt: instant(parked.parkedAt),
    attempts: parked.attempts,
    failure: parked.failure ?? null,
  };
}
