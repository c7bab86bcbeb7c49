import { instant } from '@tongban/kernel';
import type { ProcessorStatus, RedrivenSequence, RedrivePlan } from '@tongban/processing';
import { feedCursor } from '../feeds/feed-cursor.ts';
import type { RegisteredWebhook } from '../webhooks/webhook-register.ts';
import type { WebhookRun } from '../webhooks/webhook-run.ts';

/** A webhook as its department sees it. Its secret is not part of it. */
export async function sentWebhook(webhook: RegisteredWebhook, run: WebhookRun | undefined): Promise<object> {
  const { webhookId, department, url, types, registeredAt } = webhook;
  const status = sentStatus(department, await run?.status());
  return { webhookId, url, types: types ?? null, registeredAt: instant(registeredAt), ...status };
}

/**
 * Sequences with their first failure. What waits behind it is counted, as `revision` of an item counts it too, but not
 * shown: it may be of types that the department may not read.
 */
export function sentPlan(department: string, run: WebhookRun, plan: RedrivePlan): object {
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
export function sentRedriven(department: string, { sequence, handled, stoppedAt }: RedrivenSequence): object {
  return {
    sequence,
    delivered: handled,
    stoppedAt: stoppedAt
      ? { cursor: feedCursor(department, stoppedAt.position), failure: stoppedAt.failure }
      : null,
  };
}

function sentStatus(department: string, status: ProcessorStatus | undefined): object {
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
