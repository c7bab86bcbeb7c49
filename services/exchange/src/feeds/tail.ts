import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { retryPolicy, tail } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';

/** Tells whoever waits that something was recorded after a position. One subscription serves all who wait. */
export interface Tail extends ServicePart {
  /** Resolves true once an event is recorded after `position`, false when the signal aborts first. */
  recordedAfter(position: Position, signal: AbortSignal): Promise<boolean>;
}

export async function openTail(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Tail> {
  const { store, clock, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = new Set<() => void>();
  let head = await store.head();

  const follow = async (): Promise<void> => {
    const dropped = (error: unknown, times: number): void => {
      logger.warn({ part: 'tail', times, error }, 'subscription dropped');
    };
    const followed = { store, consumer: 'tail', after: head, clock, policy: retryPolicy(), signal, dropped };
    for await (const message of tail(followed)) {
      const seen = message.kind === 'events' ? message.next : message.position;
      if (seen <= head) continue;
      head = seen;
      for (const wake of waiting) wake();
    }
  };
  const following = follow();

  return {
    name: 'tail',
    status: () => ({ state: signal.aborted ? 'stopped' : 'running' }),
    recordedAfter(position, patience) {
      if (head > position) return Promise.resolve(true);
      if (patience.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        const finish = (found: boolean): void => {
          waiting.delete(wake);
          patience.removeEventListener('abort', abort);
          resolve(found);
        };
        const wake = (): void => {
          if (head > position) finish(true);
        };
        const abort = (): void => finish(false);
        waiting.add(wake);
        patience.addEventListener('abort', abort, { once: true });
      });
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
}
