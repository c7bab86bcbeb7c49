import type { CloudEvent, DecodedEvent } from '@tongban/cloudevents';
import type { EventSource, Position } from '@tongban/event-store';
import type { Clock, TongbanError } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';

/**
 * What carries events out of the process that has the store: to the other services, and to departments that receive
 * and publish by the transport alone.
 */
export interface EventTransport {
  /**
   * Copies every event of a store to where the bus hears it, in order, for as long as it runs. One at a time should
   * run: two do no harm, but twice the work.
   */
  relay(options: RelayOptions): Relay;
  /** Writes the feed of a department to its inbox. One at a time for each department. */
  inbox(options: InboxOptions): Inbox;
  /**
   * Publishes what a department writes to its outbox, and writes what is refused, with its reason, to its rejects.
   * Several may run for one department.
   */
  outbox(options: OutboxOptions): TransportWork;
}

/** Work that goes on until it is stopped, and waits while its surroundings do not answer. */
export interface TransportWork {
  readonly name: string;
  status(): WorkState;
  stop(): Promise<void>;
}

export interface WorkState {
  /** `waiting` where its surroundings do not answer: it tries again by itself. */
  readonly state: 'running' | 'waiting' | 'stopped';
  readonly lastFailure?: { readonly code?: string; readonly message: string };
}

export interface RelayOptions {
  readonly store: EventSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Relay {
  readonly name: string;
  status(): Promise<RelayStatus>;
  /** Finishes the batch under way, if the transport lets it. */
  stop(): Promise<void>;
}

export interface RelayStatus extends WorkState {
  /** Everything up to here is carried. */
  readonly position: Position;
  readonly head: Position;
  readonly lagEvents: number;
  /** How long ago the first event that is not yet carried was recorded. */
  readonly lagSeconds: number;
}

export interface InboxOptions {
  readonly department: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The department's feed after a position: history first, then what comes, until the signal aborts. */
  source(after: Position, signal: AbortSignal): AsyncIterable<InboxPage>;
  readonly positions: PositionKeeper;
}

/** Where it is kept how far an inbox was written, so that what is not for a department is not looked at again. */
export interface PositionKeeper {
  read(): Promise<Position>;
  write(position: Position): Promise<void>;
}

/** Items in position order, and the position up to which there are no others. */
export interface InboxPage {
  readonly items: readonly InboxItem[];
  readonly next: Position;
}

/** One event as a department may see it: the same item as by every other way of receiving. */
export interface InboxItem {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
  readonly event: CloudEvent;
  readonly grants: readonly string[];
  /** Pointers of fields that the grants do not cover. */
  readonly withheld: readonly string[];
  /** Pointers of personal fields whose person was erased. */
  readonly erased: readonly string[];
}

export interface Inbox extends TransportWork {
  /** With how far the feed was written. */
  status(): WorkState & { readonly position: Position };
}

export interface OutboxOptions {
  readonly department: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Publishes one event in the name of the department. An event may come again after a crash: publishing is
   * idempotent by (source, id).
   * @throws TongbanError where it is refused; where that is `retryable` it is waited for
   */
  publish(event: DecodedEvent): Promise<unknown>;
  /** The problem document of a refusal, the same as over HTTP. */
  describe(refusal: TongbanError): object;
}
