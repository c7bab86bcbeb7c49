import type { EventSource, PassOver, Position, SubscriptionMessage } from '@tongban/event-store';
import { type Clock, sleep } from '@tongban/kernel';
import { delayAfter, type RetryPolicy } from './retry.ts';

export interface TailOptions {
  readonly store: EventSource;
  /** Who listens. */
  readonly consumer: string;
  readonly after: Position;
  readonly clock: Clock;
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** For whoever needs few events and its exact position. */
  readonly passOver?: PassOver | undefined;
  /** Told each time that the subscription dropped, with how many times in a row it did. */
  dropped(error: unknown, times: number): void;
}

/**
 * A subscription to everything that never drops: where the store's own does, it is taken up again after a wait, behind
 * what was already handed over. Ends when the signal aborts.
 */
export async function* tail(options: TailOptions): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { store, consumer, clock, policy, signal } = options;
  let after = options.after;
  const passOver = options.passOver && {
    filter: options.passOver.filter,
    passed(position: Position): void {
      after = Math.max(after, position);
      options.passOver?.passed(position);
    },
  };
  let drops = 0;
  while (!signal.aborted) {
    let reason: unknown;
    try {
      for await (const message of store.subscribe({
        consumer,
        after,
        signal,
        ...(passOver && { passOver }),
      })) {
        drops = 0;
        if (message.kind === 'caught-up') {
          after = Math.max(after, message.position);
          yield message;
          continue;
        }
        const passed = after;
        after = Math.max(after, message.next);
        yield { ...message, events: message.events.filter((event) => event.position > passed) };
      }
    } catch (error) {
      reason = error;
    }
    if (signal.aborted) return;
    drops += 1;
    options.dropped(reason, drops);
    await sleep(clock, delayAfter(policy, drops), signal);
  }
}
