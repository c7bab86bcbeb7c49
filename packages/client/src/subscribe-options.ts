import type { CloudEvent } from '@tongban/cloudevents';
import type { EventDataByType } from '@tongban/contracts/generated';
import type { RetryTerms } from './backoff.ts';
import type { CursorStore } from './cursor-store.ts';
import type { PoisonDecision, PoisonedEvent } from './delivery.ts';
import type { EventDraft } from './event-draft.ts';
import type { FeedCursor, FeedItem, Received } from './feed-item.ts';
import type { correctionType } from './handler-choice.ts';
import type { Publication } from './publishing.ts';

/** The names of the event types that are known. */
export type EventType<Events extends object> = keyof Events & string;
/** The data of a type. */
export type DataOf<Events extends object, Type extends EventType<Events>> = Events[Type] & object;

/** An event as it is received: which type it is decides which fields its data may have. */
export type ReceivedEvent<Events extends object, Type extends EventType<Events>> = {
  [Each in Type]: Omit<CloudEvent, 'type' | 'data'> & {
    readonly type: Each;
    readonly data: Received<DataOf<Events, Each>>;
  };
}[Type];

/** A correction of an event: which one was `wrong`, which one is `right`, and the `fields` that it is about. */
export type ReceivedCorrection = ReceivedEvent<EventDataByType, typeof correctionType>;

export interface HandlerContext<Events extends object> extends Omit<FeedItem, 'event'> {
  /** 1 at first. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  /**
   * Publishes an answer to the event. Its id follows from the event, the type and `name`, and its time is the
   * moment at which the event was recorded, so that a repeat of the handler publishes nothing twice. Give a
   * `name` where there are several answers of a type, and a `time` where your own records keep one.
   */
  publish<Type extends EventType<Events>>(
    type: Type,
    draft: Omit<EventDraft<DataOf<Events, Type>>, 'id' | 'causedBy'> & { readonly name?: string },
  ): Promise<Publication>;
}

export interface SubscribeOptions<Events extends object, Type extends EventType<Events>> {
  readonly cursorStore: CursorStore;
  /**
   * Only these types are handed over, and to `handleCorrection` the corrections of their events; the cursor passes the
   * others. Default: everything received.
   */
  readonly types?: readonly Type[];
  /** Default `sse`. `poll` goes through proxies that hold streams back. */
  readonly transport?: 'sse' | 'poll';
  /**
   * Handles one event; the next comes when it is done. The event at which the process crashed, or the signal
   * aborted, comes once more.
   */
  readonly handle: (
    event: ReceivedEvent<Events, Type>,
    context: HandlerContext<Events>,
  ) => void | Promise<void>;
  /**
   * Handles what corrects an event of `types`, or any where none are named, in its place in the feed, as `handle` does
   * the others. Whoever keeps what it receives needs it: a correction that is passed over leaves what is wrong where it
   * was, and the log says so.
   *
   * A handler of its own, and not `handle`, which takes the named types by their data: one that was written before there
   * were corrections would take a correction for one of them. Where this is not given, `handle` has corrections only if
   * their type is named, or none is.
   */
  readonly handleCorrection?: (
    correction: ReceivedCorrection,
    context: HandlerContext<Events>,
  ) => void | Promise<void>;
  /** Decides about an event whose handler failed `handlerRetry.attempts` times. Default: stop. */
  readonly onPoison?: (poisoned: PoisonedEvent) => PoisonDecision | Promise<PoisonDecision>;
  /** Called each time everything recorded so far has been handled. */
  readonly onCaughtUp?: (cursor: FeedCursor) => void;
  /** Default: 5 attempts, from 200 ms to 30 s. */
  readonly handlerRetry?: Partial<Pick<RetryTerms, 'attempts' | 'delayMs' | 'delayMsMax'>>;
  readonly signal: AbortSignal;
}
