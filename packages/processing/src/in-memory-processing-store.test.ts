import {
  type InMemoryProcessingStore,
  inMemoryProcessingStore,
  type MemoryTx,
} from './testing/in-memory-processing-store.ts';
import type { Journal, JournalEntry } from './testing/journal.ts';
import { processingStoreContract } from './testing/processing-store-contract.ts';

function journalOf(store: InMemoryProcessingStore): Journal<MemoryTx> {
  return {
    create: async (tx) => tx.table('journal').clear(),
    async write(tx, entries) {
      const table = tx.table<JournalEntry>('journal');
      for (const entry of entries) table.set(String(table.size), entry);
    },
    read: async () => store.rows<JournalEntry>('journal'),
  };
}

processingStoreContract('in-memory processing store', async () => {
  const processing = inMemoryProcessingStore();
  return { processing, journal: journalOf(processing), close: async () => {} };
});
