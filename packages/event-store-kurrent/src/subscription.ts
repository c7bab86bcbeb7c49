import {
  matchesFilter,
  type Position,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '@tongban/event-store';
import { type Clock, sleep, type TongbanError } from '@tongban/kernel';
import type { FeedPart } from './feed.ts';
import { storeFailure } from './store-failure.ts';

export interface SubscriptionSource {
  /** Everything after a position until the signal aborts, or the connection drops. */
  feed(after: Position, signal: AbortSignal): AsyncIterable<FeedPart>;
  readonly clock: Clock;
  /** Told each time that the connection dropped, before the wait. */
  dropped(error: TongbanError): void;
}

/** Events that the filter may leave out before a reader that has caught up is told how far it is. */
const silentEventsMax = 1_000;
/** Wait after the first drop; it doubles with each drop in a row. */
const delayMsFirst = 50;
const delayMsMax = 5_000;

/**
 * A subscription that outlives its connection: after a drop it goes on behind what it has handed over, for as long
 * as it takes. It throws only what waiting does not mend.
 */
export async function* resumingSubscription(
  { feed, clock, dropped }: SubscriptionSource,
  { after, filter, signal }: SubscribeOptions,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  let at = after;
  let drops = 0;
  let silentEvents = 0;
  let owesCaughtUp = true;
  while (!signal.aborted) {
    try {
      for await (const part of feed(at, signal)) {
        drops = 0;
        const news = part.records.flatMap(({ event }) => (event.position > at ? [event] : []));
        at = news.at(-1)?.position ?? at;
        const events = news.filter(({ type }) => matchesFilter(filter, type));
        silentEvents += news.length - events.length;
        if (events.length > 0) {
          owesCaughtUp = true;
          yield { kind: 'events', events, next: at };
        }
        if (part.isCaughtUp && (owesCaughtUp || silentEvents >= silentEventsMax)) {
          owesCaughtUp = false;
          silentEvents = 0;
          yield { kind: 'caught-up', position: at };
        }
      }
    } catch (error) {
      const failure = storeFailure(error);
      if (!failure.retryable) throw failure;
      if (signal.aborted) return;
      dropped(failure);
    }
    await sleep(clock, Math.min(delayMsMax, delayMsFirst * 2 ** Math.min(drops++, 10)), signal);
  }
}
