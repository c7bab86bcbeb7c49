import type { EventStore } from '@tongban/event-store';
import type { EventBus } from './event-bus.ts';

/** The bus of one process: it reads the store, so events arrive once and in the order of the whole store. */
export function inProcessBus(store: EventStore): EventBus {
  const closing = new AbortController();
  const { readAt } = store;
  return {
    ...(readAt && { readAt: (positions) => readAt(positions) }),
    head: () => store.head(),
    readAll: (read) => store.readAll(read),
    subscribe: (subscription) =>
      store.subscribe({ ...subscription, signal: AbortSignal.any([subscription.signal, closing.signal]) }),
    close: async () => closing.abort(),
  };
}
