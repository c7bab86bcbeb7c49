import type { RecordedEvent } from '@tongban/event-store';
import type { ProcessingStore } from '../processing-store.ts';
import { defineView, sequenceOf, type View, type ViewTerms } from '../processor.ts';

/** What a view of the contract suite notes of an event. */
export interface JournalEntry {
  readonly position: number;
  readonly sequence: string;
  readonly note: string;
}

/** The table `journal`, to which entries are only added, so that a second effect is seen as a second entry. */
export interface Journal<Tx> {
  create(tx: Tx): Promise<void>;
  write(tx: Tx, entries: readonly JournalEntry[]): Promise<void>;
  /** Everything in the order in which it was written, as a reader outside of transactions sees it. */
  read(): Promise<readonly JournalEntry[]>;
}

/** A processing store under test, empty at first. */
export interface OpenedProcessing<Tx> {
  readonly processing: ProcessingStore<Tx>;
  readonly journal: Journal<Tx>;
  close(): Promise<void>;
}

/** A view that writes each event into the journal, unless `refuse` throws at it. */
export function journalView<Tx>(
  journal: Journal<Tx>,
  different: Partial<ViewTerms<Tx>> & { refuse?(event: RecordedEvent): void; note?: string } = {},
): View<Tx> {
  const { refuse, note = 'first', ...terms } = different;
  return defineView<Tx>({
    name: 'journal',
    version: 1,
    tables: ['journal'],
    create: (tx) => journal.create(tx),
    async project(tx, events) {
      const entries = events.map((event) => ({
        position: event.position,
        sequence: sequenceOf(terms, event),
        note,
      }));
      // Written first and refused afterwards, so that a refusal has something to undo.
      await journal.write(tx, entries);
      for (const event of events) refuse?.(event);
    },
    ...terms,
  });
}
