/**
 * Keeps the cursor of one subscription. Kept beside the effects of the handler, it makes them exactly once.
 */
export interface CursorStore {
  /** The cursor kept last; undefined before the first, which reads the feed from its beginning. */
  load(): Promise<string | undefined>;
  /** Resolves when the cursor is kept for good. */
  save(cursor: string): Promise<void>;
}

/** Keeps the cursor as long as the process lives. */
export function inMemoryCursorStore(cursor?: string): CursorStore {
  let kept = cursor;
  return {
    load: async () => kept,
    save: async (next) => {
      kept = next;
    },
  };
}
