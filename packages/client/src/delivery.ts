import { sleep } from '@tongban/kernel';
import { backoffMs, type RetryTerms, type Waiting } from './backoff.ts';
import type { ClientLogger } from './client-logger.ts';
import { clientErrors } from './errors.ts';
import type { FeedItem } from './feed-item.ts';

/** An event that its handler could not handle, for the decision what becomes of it. */
export interface PoisonedEvent {
  readonly item: FeedItem;
  /** What the handler threw last. */
  readonly error: unknown;
  readonly attempts: number;
}

/** `stop` ends the subscription before the event; `retry` begins anew; `skip` goes on without it. */
export type PoisonDecision = 'stop' | 'retry' | 'skip';

/** Handles one item; the attempt is 1 at first. */
export type Handler = (item: FeedItem, attempt: number) => void | Promise<void>;

export interface DeliveryOptions {
  readonly handle: Handler;
  readonly onPoison?: ((poisoned: PoisonedEvent) => PoisonDecision | Promise<PoisonDecision>) | undefined;
  readonly terms: RetryTerms;
  readonly waiting: Waiting & { readonly signal: AbortSignal };
  readonly logger: ClientLogger;
}

/**
 * Hands one event to its handler until it is handled or given up. Answers false where the subscription was
 * ended meanwhile, so that the event comes again. @throws E_CLIENT_HANDLER where it stops at the event
 */
export async function deliver(item: FeedItem, options: DeliveryOptions): Promise<boolean> {
  const { handle, onPoison, terms, waiting, logger } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      await handle(item, attempt);
      // A handler that is told to end may return early: what it was at comes again rather than be lost.
      return !waiting.signal.aborted;
    } catch (error) {
      if (waiting.signal.aborted) return false;
      const facts = { cursor: item.cursor, type: item.event.type, id: item.event.id, attempt, error };
      logger.warn(facts, 'handling an event failed');
      if (attempt % terms.attempts === 0) {
        const decision = (await onPoison?.({ item, error, attempts: attempt })) ?? 'stop';
        if (decision === 'stop') throw stoppedAt(item, attempt, error);
        if (decision === 'skip') {
          logger.warn(facts, 'an event was skipped, as onPoison decided');
          return true;
        }
      }
      const failuresInRound = ((attempt - 1) % terms.attempts) + 1;
      await sleep(waiting.clock, backoffMs(terms, failuresInRound, waiting.random), waiting.signal);
      if (waiting.signal.aborted) return false;
    }
  }
}

function stoppedAt({ cursor, event }: FeedItem, attempts: number, cause: unknown): Error {
  return clientErrors.error('E_CLIENT_HANDLER', {
    detail: {
      zh: `处理 ${event.type}（${event.id}，游标 ${cursor}）失败 ${attempts} 次，接收停在该事件之前；修复后重新 subscribe 即从它继续，或用 onPoison 另行决定`,
      en: `Handling ${event.type} (${event.id}, cursor ${cursor}) failed ${attempts} times and the subscription stopped before it; fix the cause and subscribe again to go on with it, or decide otherwise in onPoison`,
    },
    facts: { cursor, type: event.type, id: event.id, attempts },
    cause,
  });
}
