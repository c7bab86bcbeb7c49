import { failed, ok } from '@tongban/kernel';
import type { Append, Appended, EventStore } from './event-store.ts';

/** Appends many, each for itself, to any store: those for one stream in the order in which they are given. */
export async function appendEach(
  store: EventStore,
  appends: readonly Append[],
): Promise<readonly Appended[]> {
  if (store.appendEach !== undefined) return store.appendEach(appends);
  return Promise.all(
    appends.map(({ stream, expected, events }) =>
      store.append(stream, expected, events).then(ok, (failure: unknown) => failed(failure)),
    ),
  );
}
