import type { EventSource } from '@tongban/event-store';
import type { ProcessorHandle } from '@tongban/processing';

/** How long a page waits for its view. One that lags further behind is shown as it is: `/metrics` tells by how much. */
const patienceMs = 1_000;

/**
 * Waits until a view has everything that was recorded before the call, so that whoever has just published finds it; at most a
 * second, and never fails.
 */
export function allRecorded(
  source: Pick<EventSource, 'head'>,
  view: Pick<ProcessorHandle, 'whenProcessed'>,
): () => Promise<void> {
  return async () => {
    try {
      await view.whenProcessed(await source.head(), { signal: AbortSignal.timeout(patienceMs) });
    } catch {
      // Its lag, or that it stands still, is no reason to show nothing.
    }
  };
}
