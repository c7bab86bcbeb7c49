import type { Position } from './event-store.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** What may be kept for followers that lag: a burst of the largest groups, and bounded memory where events are large. */
const eventsMax = 16_384;
const lengthMax = 16 * 1024 * 1024;

/**
 * The newest events of a store, kept once for all who follow it. Whoever is further behind than what is kept pages
 * through history.
 */
export class RecentEvents {
  #events: readonly RecordedEvent[] = [];
  /** Bytes of the text of each. */
  #lengths: readonly number[] = [];
  /** Bytes of all texts. */
  #length = 0;
  /** Everything after this and up to `last` is here. Infinity while nothing was published. */
  #after: Position = Number.POSITIVE_INFINITY;
  #last: Position = 0;

  /** The newest position that was published; 0 for none. */
  get last(): Position {
    return this.#last;
  }

  /** Adds what comes next, in position order. Up to `needless` nothing is needed any more. */
  add(events: readonly RecordedEvent[], needless: Position): void {
    const [first] = events;
    if (first === undefined) return;
    if (this.#events.length === 0) this.#after = first.position - 1;
    this.#events = [...this.#events, ...events];
    this.#last = (events.at(-1) as RecordedEvent).position;
    const lengths = events.map(({ bytes }) => bytes.length);
    this.#lengths = [...this.#lengths, ...lengths];
    for (const added of lengths) this.#length += added;
    let surplus = this.#indexAfter(needless);
    let length = this.#length;
    for (let at = 0; at < surplus; at++) length -= this.#lengths[at] as number;
    while (this.#events.length - surplus > eventsMax || length > lengthMax) {
      length -= this.#lengths[surplus++] as number;
    }
    this.#forget(surplus, length);
  }

  /** Whether everything after a position is here. */
  covers(at: Position): boolean {
    return at >= this.#after;
  }

  /** Events after a position that is covered, at most so many. */
  after(at: Position, limit: number): readonly RecordedEvent[] {
    const from = this.#indexAfter(at);
    return this.#events.slice(from, from + limit);
  }

  #forget(count: number, length: number): void {
    if (count === 0) return;
    this.#after = (this.#events[count - 1] as RecordedEvent).position;
    this.#events = this.#events.slice(count);
    this.#lengths = this.#lengths.slice(count);
    this.#length = length;
  }

  /** The index of the first event after a position, by bisection. */
  #indexAfter(position: Position): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as RecordedEvent).position > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
