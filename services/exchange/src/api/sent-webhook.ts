import { type Answered, named } from '@tongban/http';
import { instant } from '@tongban/kernel';
import type { ProcessorStatus, RedrivenSequence, RedrivePlan } from '@tongban/processing';
import { failure, lag, processorState } from '@tongban/service';
import { z } from 'zod';
import { feedCursor } from '../feeds/feed-cursor.ts';
import type { DeliveryOutcome } from '../webhooks/delivery.ts';
import type { RegisteredWebhook } from '../webhooks/webhook-register.ts';
import type { WebhookRun } from '../webhooks/webhook-run.ts';
import { count, cursor, dateTime } from './answer-shapes.ts';

const statusAnswer = z.object({
  state: processorState,
  ...z
    .object({
      position: cursor,
      head: cursor,
      ...lag,
      lastFailure: z.object({ ...failure.shape, at: dateTime }).nullable(),
    })
    .partial().shape,
});

export const webhookAnswer = named(
  'Webhook',
  '推送地址 / A webhook; how far it is, where it runs',
  z.object({
    webhookId: z.string(),
    url: z.string(),
    types: z.array(z.string()).nullable().describe('Only these; null: all that the department may read'),
    registeredAt: dateTime,
    ...statusAnswer.shape,
  }),
);

/** Events of a sequence that a plan looks at. */
export const sampleEvents = 100;

export const planAnswer = named(
  'WebhookRedrivePlan',
  '已搁置的序列 / Sequences that are set aside',
  z.object({
    events: count,
    sequenceCount: count,
    oldestSeconds: z.number().min(0),
    sequences: z.array(
      z.object({
        sequence: z.string(),
        events: count,
        withheld: count.describe(
          `Of its first ${sampleEvents} events, those of types that your department may not receive at this moment: a redrive passes over them`,
        ),
        first: cursor,
        attempts: count,
        failure: failure.nullable(),
        nextAttemptAt: dateTime.nullable(),
      }),
    ),
  }),
);

export const redrivenAnswer = named(
  'WebhookRedrivenSequence',
  '重新推送的结果 / What a redrive did to one sequence',
  z.object({
    sequence: z.string(),
    delivered: count.describe('The receiver took them'),
    withheld: count.describe(
      'Not sent: your department may not receive them at this moment. The webhook does not come back to them; ' +
        'once you may, read your feed from there',
    ),
    gone: count.describe('Not delivered: the receiver answered 410, and the webhook is removed'),
    stoppedAt: z
      .object({ cursor, failure })
      .nullable()
      .describe('Still failing: from there on everything is still set aside; null: the sequence goes on'),
  }),
);

/** A webhook as its department sees it. Its secret is not part of it. */
export async function sentWebhook(
  webhook: RegisteredWebhook,
  run: WebhookRun | undefined,
): Promise<Answered<typeof webhookAnswer>> {
  const { webhookId, department, url, types, registeredAt } = webhook;
  const status = sentStatus(department, await run?.status());
  return { webhookId, url, types: types ?? null, registeredAt: instant(registeredAt), ...status };
}

/**
 * Sequences with their first failure, and how many events of each a redrive would withhold as things are. What waits
 * behind it is counted, as `revision` of an item counts it too, but not shown: it may be of types that the department may
 * not read.
 */
export function sentPlan(
  department: string,
  run: WebhookRun,
  plan: RedrivePlan,
  readable: ReadonlySet<string>,
): Answered<typeof planAnswer> {
  const { events, sequenceCount, oldestSeconds } = plan;
  const sequences = plan.sequences.map(({ sequence, events: waiting, firstPosition, sample, failure }) => {
    const dueAt = run.dueAt(sequence);
    return {
      sequence,
      events: waiting,
      withheld: sample.filter(({ type }) => !readable.has(type)).length,
      first: feedCursor(department, firstPosition),
      attempts: sample[0]?.attempts ?? 0,
      failure: failure ?? null,
      nextAttemptAt: dueAt === undefined ? null : instant(dueAt),
    };
  });
  return { events, sequenceCount, oldestSeconds, sequences };
}

/** What a redrive did to one sequence: what became of each event, in the words of a delivery. */
export function sentRedriven(
  department: string,
  { sequence, outcomes, stoppedAt }: RedrivenSequence,
): Answered<typeof redrivenAnswer> {
  const times = (outcome: DeliveryOutcome): number => outcomes[outcome] ?? 0;
  return {
    sequence,
    delivered: times('delivered'),
    withheld: times('withheld'),
    gone: times('gone'),
    stoppedAt: stoppedAt
      ? { cursor: feedCursor(department, stoppedAt.position), failure: stoppedAt.failure }
      : null,
  };
}

function sentStatus(department: string, status: ProcessorStatus | undefined): Answered<typeof statusAnswer> {
  if (!status) return { state: 'stopped' };
  const { state, position, head, lagEvents, lagSeconds, parkedEvents, parkedSequences, lastFailure } = status;
  return {
    state,
    position: feedCursor(department, position),
    head: feedCursor(department, head),
    lagEvents,
    lagSeconds,
    parkedEvents,
    parkedSequences,
    lastFailure: lastFailure
      ? { code: lastFailure.code, message: lastFailure.message, at: instant(lastFailure.at) }
      : null,
  };
}
