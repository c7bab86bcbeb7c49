/** An event as every candidate gets it: 700 bytes of data, 300 of metadata, as one JSON text. */
export interface BenchEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly json: string;
  /** The same in UTF-8. */
  readonly bytes: Uint8Array;
}

/** Something that keeps events: our store, a peer, or the least that the disk and the parser ask of anybody. */
export interface Candidate {
  readonly name: string;
  /** Appends at the revision given, -1 for a new stream; resolves when the events are durable. */
  append(stream: string, revision: number, events: readonly BenchEvent[]): Promise<void>;
  /** Reads and parses a stream; answers the number of its events. */
  readStream(stream: string): Promise<number>;
  /**
   * Decides by the number of a stream's events and appends one, by going on from what it remembers of the stream; absent
   * where a candidate remembers nothing, and reads the stream each time.
   */
  decideRemembering?(stream: string, make: () => BenchEvent): Promise<void>;
  /** Reads and parses everything in order; answers the number of events. */
  readAll(): Promise<number>;
  /** Flushes that happened and appends' groups that asked for one: equal where every answer waited for the disk. */
  durability(): string;
  close(): Promise<void>;
}

export type OpenCandidate = (folder: string) => Promise<Candidate>;
