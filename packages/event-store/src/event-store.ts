import type { CloudEvent } from '@tongban/cloudevents';
import type { Brand, Result } from '@tongban/kernel';
import type { EventFilter } from './event-filter.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** The history of one thing: `<owner>.<category>-<key>`, for example `tax.taxpayer-91350100M000100Y43`. */
export type StreamName = Brand<string, 'StreamName'>;
/** An event's number in its stream, dense from 0. */
export type Revision = number;
/** An event's number in the order of the whole store; later events have greater ones. 0 is before the first. */
export type Position = number;

/** What the caller believes of the stream it appends to. */
export type ExpectedRevision = 'any' | 'no-stream' | 'stream-exists' | Revision;

/**
 * An event on its way into the store. `bytes` is its whole CloudEvents text in RFC 8785 form and UTF-8, kept byte for
 * byte. Never changed by anybody.
 */
export interface NewEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** What the text says, where it is at hand: followers in this process are handed this object. Never changed. */
  readonly event?: CloudEvent;
}

/** What became of one event. Both outcomes are success: the event is durable at this place. */
export interface AppendOutcome {
  readonly outcome: 'appended' | 'already-appended';
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly position: Position;
}

/** Events for one stream, atomically. */
export interface Append {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** What became of one append among several; the failure is what `append` rejects with. */
export type Appended = Result<readonly AppendOutcome[], unknown>;

export interface StreamRead {
  /** First revision to read; default the first (forwards) or last (backwards) of the stream. */
  readonly from?: Revision;
  /** At most this many events, 1–1,000; default 500. Other limits are refused with `E_STORE_ARGUMENT`. */
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

export interface AllRead {
  /** Events after this position; 0 reads from the beginning. */
  readonly after: Position;
  /** As in `StreamRead`. A filtered page may be empty although more follows: `next` moves on all the same. */
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export interface AllPage {
  readonly events: readonly RecordedEvent[];
  /** Where the next page starts: past everything looked at, also what the filter left out. */
  readonly next: Position;
  /** True where the page reached the end of the store as it was when read. */
  readonly atEnd: boolean;
}

export interface SubscribeOptions {
  /** Events after this position; 0 from the beginning. */
  readonly after: Position;
  readonly filter?: EventFilter;
  readonly signal: AbortSignal;
  /** Who listens, for sources that name their readers. */
  readonly consumer?: string;
  readonly passOver?: PassOver;
}

/**
 * For a subscriber who must know exactly how far it is and has no use for most events. A source that can tells one who
 * waits for more, in place of a message, that nothing it wants was recorded up to a position; other sources hand over
 * everything.
 */
export interface PassOver {
  /** What is wanted. */
  readonly filter: EventFilter;
  /** Called before anything after that position is handed over. Must not throw. */
  passed(position: Position): void;
}

/** What a subscription says: a batch of events, or that everything recorded so far has been handed over. */
export type SubscriptionMessage =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[]; readonly next: Position }
  | { readonly kind: 'caught-up'; readonly position: Position };

/** What an adapter can do beyond the common ground. Asked at start-up, never found out at run time. */
export interface StoreCapabilities {
  /** `appendAll` is atomic across streams. */
  readonly atomicAcrossStreams: boolean;
}

/** Everything recorded, in position order: what whoever follows it needs. A store is one, and so is a bus. */
export interface EventSource {
  readAll(read: AllRead): Promise<AllPage>;
  /** The last position; 0 where nothing is recorded. */
  head(): Promise<Position>;
  /**
   * Batches in position order: history first, then what is appended, until the signal aborts. Says `caught-up` each
   * time it reaches the end after having had events to deliver, once at the start if there are none, and now and then
   * where the filter leaves much out, so that a reader can move its checkpoint.
   * It throws what reading throws, and `E_STORE_CLOSED` when the store is closed under it.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /**
   * When the first event after a position was recorded, epoch milliseconds; undefined where there is none. Offered
   * where it is cheaper than reading the event.
   */
  recordedAfter?(position: Position): Promise<number | undefined>;
  /**
   * The events at some positions, at most `pageEventsMax` of them, in position order; those where nothing is recorded are left
   * out. Offered where the position is all it takes to find an event: who can ask for it again need not keep its text.
   *
   * @throws E_STORE_ARGUMENT where there are too many, or one is no position
   */
  readAt?(positions: readonly Position[]): Promise<readonly RecordedEvent[]>;
}

/**
 * The event store. Every adapter passes `eventStoreContract` from `./testing`. Semantics:
 *
 * - An append is durable before its promise resolves, and atomic: all of its events or none.
 * - Idempotent by `(source, id)`: events that are there already with the same stream and text are answered
 *   `already-appended` and change nothing; only the new ones are checked against `expected` and appended.
 *   Where all are there already, `expected` is not looked at, so that a retry always succeeds.
 * - The same `(source, id)` with another text or stream: `E_EVENT_ID_REUSED`, nothing is appended.
 * - `expected` not met: `E_STORE_REVISION_CONFLICT` with facts `stream`, `expected`, `actual` (null: no stream).
 * - Events are looked at in their order, and the first refusal is the answer. An event that is twice in one batch is
 *   appended once.
 * - Positions are seen in order, without gaps: a reader that has seen position p never later finds one below p.
 */
export interface EventStore extends EventSource {
  readonly capabilities: StoreCapabilities;
  append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<readonly AppendOutcome[]>;
  /**
   * Appends to several streams as one: all or nothing. Answers in the order of the requests.
   * @throws E_STORE_UNSUPPORTED where `capabilities.atomicAcrossStreams` is false.
   */
  appendAll(appends: readonly Append[]): Promise<readonly (readonly AppendOutcome[])[]>;
  /**
   * What `append` does, for many at once and each for itself: outcomes or a refusal for each, in their order. Offered
   * where it is cheaper than one call each; ask for it through the function `appendEach`.
   */
  appendEach?(appends: readonly Append[]): Promise<readonly Appended[]>;
  /** Events of one stream. A stream that does not exist reads as empty. */
  readStream(stream: StreamName, read?: StreamRead): Promise<readonly RecordedEvent[]>;
  /** The event of this id, if it is recorded. */
  find(source: string, id: string): Promise<RecordedEvent | undefined>;
  /** Waits for what is under way, then releases everything. Later calls fail with `E_STORE_CLOSED`. */
  close(): Promise<void>;
}
