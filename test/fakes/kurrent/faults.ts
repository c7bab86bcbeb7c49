/** An append or read of a stream that has not begun. */
export interface HeldCall {
  /** Resolves when it has come in. */
  readonly arrived: Promise<void>;
  /** Lets it begin. */
  release(): void;
}

type Call = 'append' | 'read';

interface Hold {
  readonly call: Call;
  readonly passes: (stream: string) => boolean;
  readonly arrived: () => void;
  readonly released: Promise<void>;
}

/** What may go wrong, switched on by tests and off again. */
export class Faults {
  /** Whether an append to a stream is refused, as by a server that is not ready. */
  refusesWrite: (stream: string) => boolean = () => false;
  /** Reads and subscriptions are taken and never answered. */
  staysSilent = false;
  readonly #drop: () => void;
  #losesResponse: ((stream: string) => boolean) | undefined;
  readonly #holds = new Set<Hold>();
  #eventsUntilDrop = Number.POSITIVE_INFINITY;

  /** `drop` ends every connection at once; new ones are accepted. */
  constructor(drop: () => void) {
    this.#drop = drop;
  }

  /** Ends every connection at once. */
  drop(): void {
    this.#drop();
  }

  /** Ends every connection after so many more events were read, all readers together. */
  dropAfterEvents(count: number): void {
    this.#eventsUntilDrop = count;
  }

  /** Does the next append to a stream that passes, and ends every connection instead of answering. */
  loseNextResponse(passes: (stream: string) => boolean): void {
    this.#losesResponse = passes;
  }

  /** Holds up the next call for a stream that passes, as a slow network would. */
  holdNext(call: Call, passes: (stream: string) => boolean): HeldCall {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#holds.add({ call, passes, arrived: arrived.resolve, released: released.promise });
    return { arrived: arrived.promise, release: released.resolve };
  }

  /** Resolves when a call for the stream may begin. */
  async begins(call: Call, stream: string): Promise<void> {
    for (const hold of this.#holds) {
      if (hold.call !== call || !hold.passes(stream)) continue;
      this.#holds.delete(hold);
      hold.arrived();
      return hold.released;
    }
  }

  /** Called when an append is done; says whether its answer is lost. */
  losesResponse(stream: string): boolean {
    if (!this.#losesResponse?.(stream)) return false;
    this.#losesResponse = undefined;
    this.#drop();
    return true;
  }

  /** Counts an event that was read; says whether the connections were dropped by it. */
  countEvent(): boolean {
    this.#eventsUntilDrop -= 1;
    if (this.#eventsUntilDrop > 0) return false;
    this.#eventsUntilDrop = Number.POSITIVE_INFINITY;
    this.#drop();
    return true;
  }
}
