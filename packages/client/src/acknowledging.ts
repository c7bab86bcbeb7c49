import type { FeedCursor } from './feed-item.ts';

export interface Acknowledging {
  /** Tells the platform in the background; where many come quickly, only the last of them. */
  acknowledge(cursor: FeedCursor): void;
  /** Waits until the last one was told, or failed to be. */
  settled(): Promise<void>;
}

/**
 * Tells the platform how far the department is, one request at a time. It is news for operations, not a
 * condition of receiving: a failure is reported and made up for by the next one.
 */
export function openAcknowledging(
  tell: (cursor: FeedCursor) => Promise<void>,
  report: (error: unknown) => void,
): Acknowledging {
  let pending: FeedCursor | undefined;
  let telling: Promise<void> | undefined;

  const tellPending = async (): Promise<void> => {
    while (pending !== undefined) {
      const cursor = pending;
      pending = undefined;
      try {
        await tell(cursor);
      } catch (error) {
        report(error);
      }
    }
    telling = undefined;
  };

  return {
    acknowledge(cursor) {
      pending = cursor;
      telling ??= tellPending();
    },
    settled: () => telling ?? Promise.resolve(),
  };
}
