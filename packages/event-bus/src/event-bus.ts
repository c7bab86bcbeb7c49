import type { EventSource, SubscribeOptions, SubscriptionMessage } from '@tongban/event-store';

/**
 * How services hear of events where the store is another process's. Every adapter passes `eventBusContract` from
 * `./testing`. Semantics, beyond those of every source of events:
 *
 * - Every event after `after` that the filter lets pass arrives, history first.
 * - Events of one sequence (a stream) arrive in their order; those of different sequences in any.
 * - What arrives again has the position it had: consumers drop positions that they have passed in the sequence.
 * - `caught-up` is said when everything published so far was handed over.
 */
export interface EventBus extends EventSource {
  subscribe(subscription: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Ends every subscription. What the bus was made from is not closed. */
  close(): Promise<void>;
}
