import type { EventFilter, Position, SubscriptionMessage } from '@tongban/event-store';

export interface BusSubscription {
  /** Who listens. A bus that keeps offsets or shares work keeps them under this name. */
  readonly consumer: string;
  /** Events after this position; 0 from the beginning. A consumer keeps it with its effects. */
  readonly after: Position;
  readonly filter?: EventFilter;
  readonly signal: AbortSignal;
}

/**
 * How services hear of events. Every adapter passes `eventBusContract` from `./testing`. Semantics:
 *
 * - Every event after `after` that the filter lets pass arrives at least once, history first.
 * - Events of one sequence (a stream) arrive in their order; those of different sequences in any.
 * - What arrives again has the position it had: consumers drop positions that they have passed in the sequence.
 * - `caught-up` is said when everything published so far was handed over.
 */
export interface EventBus {
  subscribe(subscription: BusSubscription): AsyncIterable<SubscriptionMessage>;
  /** Ends every subscription. What the bus was made from is not closed. */
  close(): Promise<void>;
}
