import { type Answered, named } from '@tongban/http';
import { instant } from '@tongban/kernel';
import type { ProcessorStatus, RedrivenSequence, RedrivePlan } from '@tongban/processing';
import { z } from 'zod';
import { feedCursor } from '../feeds/feed-cursor.ts';
import type { RegisteredWebhook } from '../webhooks/webhook-register.ts';
import type { WebhookRun } from '../webhooks/webhook-run.ts';
import { count, cursor, dateTime, failure } from './answer-shapes.ts';
import { lag, processorState } from './sent-processor.ts';

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
  '重新推送的结果 / What a redrive delivered of one sequence',
  z.object({
    sequence: z.string(),
    delivered: count,
    stoppedAt: z.object({ cursor, failure }).nullable(),
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
 * Sequences with their first failure. What waits behind it is counted, as `revision` of an item counts it too, but not
 * shown: it may be of types that the department may not read.
 */
export function sentPlan(
  department: string,
  run: WebhookRun,
  plan: RedrivePlan,
): Answered<typeof planAnswer> {
  const { events, sequenceCount, oldestSeconds } = plan;
  const sequences = plan.sequences.map(({ sequence, events: waiting, firstPosition, sample, failure }) => {
    const dueAt = run.dueAt(sequence);
    return {
      sequence,
      events: waiting,
      first: feedCursor(department, firstPosition),
      attempts: sample[0]?.attempts ?? 0,
      failure: failure ?? null,
      nextAttemptAt: dueAt === undefined ? null : instant(dueAt),
    };
  });
  return { events, sequenceCount, oldestSeconds, sequences };
}

/** What a redrive did to one sequence. */
export function sentRedriven(
  department: string,
  { sequence, handled, stoppedAt }: RedrivenSequence,
): Answered<typeof redrivenAnswer> {
  return {
    sequence,
    delivered: handled,
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
