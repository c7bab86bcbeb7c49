import { matchesFilter } from './event-filter.ts';
import type {
  AllPage,
  AllRead,
  PassOver,
  Position,
  SubscribeOptions,
  SubscriptionMessage,
} from './event-store.ts';
import { readFrom } from './read-bounds.ts';
import { RecentEvents } from './recent-events.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** The subscriptions of a store in this process, for every adapter that sees its own appends. */
export interface Tail {
  /** Hands over what was recorded and is durable: everything, each event once and in position order. */
  publish(events: readonly RecordedEvent[]): void;
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Ends every subscription with an error: the store is closing. */
  end(error: Error): void;
}

/** Positions the filter may leave out before a live subscriber is told how far it is. */
const silentPositionsMax = 1_000;

/** Events of one message, of those that were published of late: as many as the largest group. */
const messageEventsMax = 4_096;

interface Subscriber {
  /** Everything up to here was handed over or left out by the filter. */
  at: Position;
  /** Up to here it knows how far it is. */
  told: Position;
  /** It has everything and waits for more. */
  isWaiting: boolean;
  readonly passOver: PassOver | undefined;
  wake: () => void;
}

/** Whether a subscriber has no use for events of these types, which begin at `first`, and need not be woken for them. */
function mayPass(
  { at, told, isWaiting, passOver }: Subscriber,
  first: Position,
  types: readonly string[],
): boolean {
  if (passOver === undefined || !isWaiting || at !== first - 1) return false;
  return at - told < silentPositionsMax && !types.some((type) => matchesFilter(passOver.filter, type));
}

function pass(subscriber: Subscriber, position: Position): void {
  subscriber.at = position;
  subscriber.passOver?.passed(position);
}

/** Subscribers page through history by `readAll` until they reach what was published of late, which they share. */
export function createTail(readAll: (read: AllRead) => Promise<AllPage>): Tail {
  const subscribers = new Set<Subscriber>();
  const recent = new RecentEvents();
  let ended: Error | undefined;

  return {
    publish(events: readonly RecordedEvent[]): void {
      const [first] = events;
      if (first === undefined) return;
      let needless = Number.POSITIVE_INFINITY;
      // Whoever stands just before these events wants them, also where they are the first that are kept.
      for (const { at } of subscribers) {
        if (recent.covers(at) || at === first.position - 1) needless = Math.min(needless, at);
      }
      recent.add(events, needless);
      const types = [...new Set(events.map(({ type }) => type))];
      for (const subscriber of subscribers) {
        if (mayPass(subscriber, first.position, types)) pass(subscriber, recent.last);
        else subscriber.wake();
      }
    },
    subscribe,
    end(error: Error): void {
      ended = error;
      for (const subscriber of subscribers) subscriber.wake();
    },
  };

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    const { signal } = options;
    const at = readFrom('after', options.after);
    const { passOver } = options;
    const subscriber: Subscriber = { at, told: at, isWaiting: false, passOver, wake: () => {} };
    const wake = (): void => subscriber.wake();
    subscribers.add(subscriber);
    signal.addEventListener('abort', wake);
    try {
      let owesCaughtUp = true;
      while (!signal.aborted) {
        if (ended) throw ended;
        const { events, atEnd } = await readOn(subscriber, options);
        if (signal.aborted) return;
        if (events.length > 0) {
          subscriber.told = subscriber.at;
          owesCaughtUp = true;
          yield { kind: 'events', events, next: subscriber.at };
        }
        if (!atEnd || subscriber.at < recent.last) {
          // Other work gets its turn between the pages of a long history.
          await new Promise((resolve) => setImmediate(resolve));
        } else if (owesCaughtUp || subscriber.at - subscriber.told >= silentPositionsMax) {
          subscriber.told = subscriber.at;
          owesCaughtUp = false;
          yield { kind: 'caught-up', position: subscriber.at };
        } else if (!ended && !signal.aborted) {
          subscriber.isWaiting = true;
          await new Promise<void>((resolve) => {
            subscriber.wake = resolve;
          });
          subscriber.isWaiting = false;
        }
      }
    } finally {
      subscribers.delete(subscriber);
      signal.removeEventListener('abort', wake);
    }
  }

  /** The next page, out of what was published of late or out of history; `atEnd` says that history has no more. */
  async function readOn(
    subscriber: Subscriber,
    { filter }: SubscribeOptions,
  ): Promise<{ readonly events: readonly RecordedEvent[]; readonly atEnd: boolean }> {
    const { at } = subscriber;
    if (!recent.covers(at)) {
      const page = await readAll({ after: at, ...(filter === undefined ? {} : { filter }) });
      subscriber.at = page.next;
      return page;
    }
    const events = recent.after(at, messageEventsMax);
    // A subscriber may ask for a position that nothing has yet: it hears of what comes after that one only.
    subscriber.at = events.at(-1)?.position ?? at;
    return {
      events: filter === undefined ? events : events.filter(({ type }) => matchesFilter(filter, type)),
      atEnd: true,
    };
  }
}
