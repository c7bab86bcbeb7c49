import { sleep, TongbanError } from '@tongban/kernel';
import type { Acknowledging } from './acknowledging.ts';
import { backoffMs, isRetryable, type RetryTerms, type Waiting } from './backoff.ts';
import type { ClientLogger } from './client-logger.ts';
import type { CursorStore } from './cursor-store.ts';
import type { Handler } from './delivery.ts';
import { type FeedCursor, type FeedItem, isAfter } from './feed-item.ts';
import type { FeedSource } from './feed-source.ts';

export interface SubscriptionRun {
  readonly source: FeedSource;
  readonly cursorStore: CursorStore;
  /** Who handles an item; undefined where it is not wanted. */
  readonly handlerOf: (item: FeedItem) => Handler | undefined;
  /** Answers false where the subscription was ended while the event was handled. */
  readonly deliver: (item: FeedItem, handler: Handler) => Promise<boolean>;
  readonly acknowledging: Acknowledging;
  readonly onCaughtUp?: ((cursor: FeedCursor) => void) | undefined;
  readonly reconnect: RetryTerms;
  readonly waiting: Waiting & { readonly signal: AbortSignal };
  readonly logger: ClientLogger;
}

/**
 * Reads the feed from the cursor that is kept, hands over each event in order and keeps its cursor before the
 * next, until the signal aborts. Connections that break are made again for ever.
 *
 * @throws what the platform refuses for good, what the cursor store throws, and E_CLIENT_HANDLER
 */
export async function runSubscription(run: SubscriptionRun): Promise<void> {
  const { source, cursorStore, acknowledging, reconnect, waiting, logger } = run;
  const { signal } = waiting;
  const place = openPlace(await cursorStore.load(), cursorStore, acknowledging);
  try {
    for (let failures = 0; !signal.aborted; ) {
      let askedMs = 0;
      try {
        for await (const page of source(place.cursor(), signal)) {
          failures = 0;
          for (const item of page.events) await pass(item, run, place);
          if (signal.aborted) break;
          place.moveTo(page.next);
          if (page.atEnd) {
            await place.keep();
            run.onCaughtUp?.(page.next);
          }
        }
      } catch (error) {
        if (signal.aborted && error instanceof TongbanError) break;
        if (!isRetryable(error)) throw error;
        askedMs = (error.retryAfterSeconds ?? 0) * 1_000;
        logger.warn({ code: error.code, failures, error }, 'the feed broke off and is read again');
      }
      failures += 1;
      if (!signal.aborted) {
        await sleep(waiting.clock, Math.max(askedMs, backoffMs(reconnect, failures, waiting.random)), signal);
      }
    }
    await place.keep();
  } finally {
    await acknowledging.settled();
  }
}

/**
 * How far the subscription is: in memory always, kept where something was handled or the feed is at its end.
 */
interface Place {
  cursor(): FeedCursor | undefined;
  moveTo(cursor: FeedCursor): void;
  keep(): Promise<void>;
}

function openPlace(start: FeedCursor | undefined, store: CursorStore, acknowledging: Acknowledging): Place {
  let cursor = start;
  let kept = start;
  return {
    cursor: () => cursor,
    moveTo(next) {
      if (isAfter(next, cursor)) cursor = next;
    },
    async keep() {
      if (cursor === undefined || cursor === kept) return;
      await store.save(cursor);
      kept = cursor;
      acknowledging.acknowledge(cursor);
    },
  };
}

/** Handles an item unless it is a repeat, unwanted, or the subscription has ended. */
async function pass(item: FeedItem, run: SubscriptionRun, place: Place): Promise<void> {
  if (run.waiting.signal.aborted || !isAfter(item.cursor, place.cursor())) return;
  const handler = run.handlerOf(item);
  if (handler && !(await run.deliver(item, handler))) return;
  place.moveTo(item.cursor);
  if (handler) await place.keep();
}
