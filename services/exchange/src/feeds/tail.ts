import type { EventStore, Position } from '@tongban/event-store';
import type { ServicePart } from '@tongban/service';

/** Tells whoever waits that something was recorded after a position. One subscription serves all who wait. */
export interface Tail extends ServicePart {
  /** Resolves true once an event is recorded after `position`, false when the signal aborts first. */
  recordedAfter(position: Position, signal: AbortSignal): Promise<boolean>;
}

export async function openTail(store: EventStore): Promise<Tail> {
  const stopping = new AbortController();
  const waiting = new Set<() => void>();
  let head = await store.head();

  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for await (const message of store.subscribe({ after: head, signal: stopping.signal })) {
        const seen = message.kind === 'events' ? message.next : message.position;
        if (seen <= head) continue;
        head = seen;
        for (const wake of waiting) wake();
      }
    }
  };
  const following = follow();

  return {
    name: 'tail',
    status: () => ({ state: stopping.signal.aborted ? 'stopped' : 'running' }),
    recordedAfter(position, signal) {
      if (head > position) return Promise.resolve(true);
      if (signal.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        const finish = (found: boolean): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', abort);
          resolve(found);
        };
        const wake = (): void => {
          if (head > position) finish(true);
        };
        const abort = (): void => finish(false);
        waiting.add(wake);
        signal.addEventListener('abort', abort, { once: true });
      });
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
}
