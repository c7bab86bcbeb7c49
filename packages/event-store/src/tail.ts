import { type EventFilter, matchesFilter } from './event-filter.ts';
import type { AllPage, AllRead, Position, SubscribeOptions, SubscriptionMessage } from './event-store.ts';
import { readFrom } from './read-bounds.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** The subscriptions of a store in this process, for every adapter that sees its own appends. */
export interface Tail {
  /** Hands over what was recorded and is durable: everything, each event once and in position order. */
  publish(events: readonly RecordedEvent[]): void;
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Ends every subscription with an error: the store is closing. */
  end(error: Error): void;
}

/** Events that may wait for a subscriber; one that is further behind pages through history again. */
const mailboxEventsMax = 2_000;
/** Positions the filter may leave out before a live subscriber is told how far it is. */
const silentPositionsMax = 1_000;

interface Subscriber {
  readonly filter: EventFilter | undefined;
  /** Everything up to here was handed over or left out by the filter. */
  at: Position;
  /** Caught up but for what lies in the mailbox. */
  isLive: boolean;
  mailbox: RecordedEvent[];
  wake: () => void;
}

/** Subscribers page through history by `readAll`; those exactly caught up are handed what is published. */
export function createTail(readAll: (read: AllRead) => Promise<AllPage>): Tail {
  const subscribers = new Set<Subscriber>();
  let published: Position = 0;
  let ended: Error | undefined;

  return {
    publish(events: readonly RecordedEvent[]): void {
      published = events.at(-1)?.position ?? published;
      for (const subscriber of subscribers) if (subscriber.isLive) post(subscriber, events);
    },
    subscribe,
    end(error: Error): void {
      ended = error;
      for (const subscriber of subscribers) subscriber.wake();
    },
  };

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    const { filter, signal } = options;
    const subscriber: Subscriber = {
      filter,
      at: readFrom('after', options.after),
      isLive: false,
      mailbox: [],
      wake: () => {},
    };
    const wake = (): void => subscriber.wake();
    subscribers.add(subscriber);
    signal.addEventListener('abort', wake);
    try {
      let told = subscriber.at;
      let owesCaughtUp = true;
      while (!signal.aborted) {
        if (ended) throw ended;
        const events = subscriber.isLive ? takeMail(subscriber) : await readOn(subscriber);
        if (signal.aborted) return;
        if (events.length > 0) {
          told = subscriber.at;
          owesCaughtUp = true;
          yield { kind: 'events', events, next: told };
        }
        if (!subscriber.isLive || subscriber.mailbox.length > 0) continue;
        if (owesCaughtUp || subscriber.at - told >= silentPositionsMax) {
          told = subscriber.at;
          owesCaughtUp = false;
          yield { kind: 'caught-up', position: told };
        } else if (!ended && !signal.aborted) {
          await new Promise<void>((resolve) => {
            subscriber.wake = resolve;
          });
        }
      }
    } finally {
      subscribers.delete(subscriber);
      signal.removeEventListener('abort', wake);
    }
  }

  /** The next page of history. Whoever reaches the end with nothing published meanwhile is live. */
  async function readOn(subscriber: Subscriber): Promise<readonly RecordedEvent[]> {
    const page = await readAll({
      after: subscriber.at,
      ...(subscriber.filter === undefined ? {} : { filter: subscriber.filter }),
    });
    subscriber.at = page.next;
    subscriber.isLive = page.atEnd && page.next >= published;
    // Other work gets its turn between the pages of a long history.
    if (!page.atEnd) await new Promise((resolve) => setImmediate(resolve));
    return page.events;
  }
}

function post(subscriber: Subscriber, events: readonly RecordedEvent[]): void {
  if (subscriber.mailbox.length + events.length > mailboxEventsMax) {
    subscriber.isLive = false;
    subscriber.mailbox = [];
  } else {
    for (const event of events) subscriber.mailbox.push(event);
  }
  subscriber.wake();
}

function takeMail(subscriber: Subscriber): readonly RecordedEvent[] {
  const { mailbox, at, filter } = subscriber;
  subscriber.mailbox = [];
  subscriber.at = Math.max(at, mailbox.at(-1)?.position ?? at);
  // A subscriber may ask for a position that nothing has yet: it hears of what comes after that one only.
  return mailbox.filter((event) => event.position > at && matchesFilter(filter, event.type));
}
