export { hastyClock, type ManualClock, manualClock } from './testing/clocks.ts';
export {
  type InMemoryProcessingStore,
  inMemoryProcessingStore,
  type MemoryTx,
} from './testing/in-memory-processing-store.ts';
export type { Journal, JournalEntry, OpenedProcessing } from './testing/journal.ts';
export { processingStoreContract } from './testing/processing-store-contract.ts';
