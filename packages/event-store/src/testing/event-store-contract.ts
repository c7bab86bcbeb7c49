import { describe } from 'vitest';
import type { EventStore } from '../event-store.ts';
import { appendContract } from './append-contract.ts';
import { modelContract } from './model-contract.ts';
import { readContract } from './read-contract.ts';
import { subscriptionContract } from './subscription-contract.ts';

/** A store under test, empty at first. */
export interface OpenedStore {
  readonly store: EventStore;
  /** More events than lie between writer and reader; default 6,000, which is more than one message carries. */
  readonly manyEvents?: number;
  /** Closes the store and opens it again over the same data; absent where nothing outlives it. */
  reopen?(): Promise<EventStore>;
  /** Releases everything, also after `reopen`. */
  close(): Promise<void>;
}

/** Everything that the port promises, as tests. Positions are only taken to grow, not to be consecutive. */
export function eventStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    appendContract(open);
    readContract(open);
    subscriptionContract(open);
    modelContract(open);
  });
}
