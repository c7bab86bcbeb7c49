import {
  type AllPage,
  type AllRead,
  matchesFilter,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '@tongban/event-store';
import { limits } from '@tongban/kernel';

export interface PagedReadingOptions {
  head(): Promise<Position>;
  subscribe(subscription: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
}

/** Pages of a subscription. Whoever reads on where the last page ended is given what was fetched already. */
export interface PagedReading {
  read(read: AllRead): Promise<AllPage>;
  close(): Promise<void>;
}

/** A subscription that nobody reads on from is given up. */
const idleMsMax = 10_000;

export function pagedReading(options: PagedReadingOptions): PagedReading {
  let kept: Reading | undefined;
  let idle: NodeJS.Timeout | undefined;
  const letGo = async (): Promise<void> => {
    clearTimeout(idle);
    const reading = kept;
    kept = undefined;
    await reading?.end();
  };
  return {
    async read({ after, limit = limits.pageEventsMax, filter }) {
      const head = await options.head();
      if (after >= head) return { events: [], next: after, atEnd: true };
      const found = kept?.position === after ? kept : undefined;
      if (found === undefined) await letGo();
      clearTimeout(idle);
      kept = undefined;
      const reading = found ?? new Reading(options, after);
      try {
        const events: RecordedEvent[] = [];
        while (events.length < limit && reading.position < head) {
          const event = await reading.next();
          if (event !== undefined && matchesFilter(filter, event.type)) events.push(event);
        }
        const { position } = reading;
        if (kept === undefined) {
          kept = reading;
          idle = setTimeout(() => void letGo().catch(() => undefined), idleMsMax).unref();
        } else {
          await reading.end();
        }
        return { events, next: position, atEnd: position >= head };
      } catch (error) {
        await reading.end().catch(() => undefined);
        throw error;
      }
    },
    close: letGo,
  };
}

/** A subscription, taken event by event. */
class Reading {
  readonly #ending = new AbortController();
  readonly #messages: AsyncIterator<SubscriptionMessage>;
  #events: readonly RecordedEvent[] = [];
  #taken = 0;
  /** Where the message that is being taken ends. */
  #end: Position;
  position: Position;

  constructor({ subscribe }: PagedReadingOptions, after: Position) {
    this.position = after;
    this.#end = after;
    const { signal } = this.#ending;
    this.#messages = subscribe({ consumer: 'pages', after, signal })[Symbol.asyncIterator]();
  }

  /** The next event; undefined where the position has moved on without one. */
  async next(): Promise<RecordedEvent | undefined> {
    const event = this.#events[this.#taken];
    if (event === undefined) {
      await this.#fetch();
      return undefined;
    }
    this.#taken += 1;
    this.position = this.#taken === this.#events.length ? this.#end : event.position;
    return event;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#messages.return?.();
  }

  async #fetch(): Promise<void> {
    const { done, value } = await this.#messages.next();
    if (done) throw new Error('the bus was closed while it was read');
    this.#events = value.kind === 'events' ? value.events : [];
    this.#taken = 0;
    this.#end = value.kind === 'events' ? value.next : Math.max(this.position, value.position);
    if (this.#events.length === 0) this.position = this.#end;
  }
}
