import type { Position, RecordedEvent } from '@tongban/event-store';
import type { Kysely } from '@tongban/view-store';
import { type PastReader, readersOf } from '../domain/past-readers.ts';
import type { GrantView } from '../registers/grant-view.ts';
import { type PageReadTables, readsAround } from '../views/page-reads.ts';

/** Finds the departments that were handed an event. */
export interface EventReaders {
  /** By every read recorded up to a position. */
  of(event: Pick<RecordedEvent, 'type' | 'position'>, upTo: Position): Promise<readonly PastReader[]>;
}

export function openEventReaders(options: {
  readonly db: Kysely<PageReadTables>;
  /** Resolves when the records of reading are complete up to a position. */
  readonly readsUpTo: (position: Position) => Promise<void>;
  readonly grants: GrantView;
}): EventReaders {
  const { db, readsUpTo, grants } = options;
  return {
    async of({ type, position }, upTo) {
      const [register] = await Promise.all([grants.upTo(upTo), readsUpTo(upTo)]);
      const reads = await readsAround(db, position);
      return readersOf(reads, String(position), (id) => register.grant(id)?.request.type === type);
    },
  };
}
