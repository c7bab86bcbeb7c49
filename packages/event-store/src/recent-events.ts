import type { Position } from './event-store.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** What may be kept for followers that lag: a burst of the largest groups, and bounded memory where events are large. */
const eventsMax = 16_384;
const bytesMax = 16 * 1024 * 1024;

/**
 * The newest events of a store, kept once for all who follow it. Whoever is further behind than what is kept pages
 * through history.
 */
export class RecentEvents {
  /** Grows at its end and is not copied, since there is a group every other millisecond. */
  readonly #events: (RecordedEvent | undefined)[] = [];
  /** Bytes of the text of each. */
  readonly #lengths: number[] = [];
  /** What is kept begins here. What comes before was forgotten: its places are taken out once they are more. */
  #from = 0;
  /** Bytes of all texts. */
  #bytes = 0;
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
    if (this.#from === this.#events.length) this.#after = first.position - 1;
    for (const event of events) {
      const { length } = event.bytes;
      this.#events.push(event);
      this.#lengths.push(length);
      this.#bytes += length;
      this.#last = event.position;
    }
    const neededFrom = this.#indexAfter(needless);
    while (this.#from < neededFrom || this.#count > eventsMax || this.#bytes > bytesMax) this.#forgetFirst();
    if (this.#from > this.#count) {
      this.#events.splice(0, this.#from);
      this.#lengths.splice(0, this.#from);
      this.#from = 0;
    }
  }

  /** Whether everything after a position is here. */
  covers(at: Position): boolean {
    return at >= this.#after;
  }

  /** Events after a position that is covered, at most so many. */
  after(at: Position, limit: number): readonly RecordedEvent[] {
    const from = this.#indexAfter(at);
    return this.#events.slice(from, from + limit) as RecordedEvent[];
  }

  get #count(): number {
    return this.#events.length - this.#from;
  }

  #forgetFirst(): void {
    this.#after = (this.#events[this.#from] as RecordedEvent).position;
    this.#bytes -= this.#lengths[this.#from] as number;
    this.#events[this.#from] = undefined;
    this.#from += 1;
  }

  /** The index of the first event after a position, by bisection. */
  #indexAfter(position: Position): number {
    let low = this.#from;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as RecordedEvent).position > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
