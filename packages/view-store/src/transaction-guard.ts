import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';
import { viewErrors } from './errors.ts';

/**
 * Tells code inside a transaction from code outside. There is one connection: a query that the code of a transaction
 * makes beside it would wait for that transaction, which waits for the query. The plugin refuses it instead.
 */
export interface TransactionGuard {
  inside<Result>(work: () => Promise<Result>): Promise<Result>;
  refuseInside(): void;
  readonly plugin: KyselyPlugin;
}

export function transactionGuard(): TransactionGuard {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  const refuseInside = (): void => {
    if (current.getStore()?.open) throw viewErrors.error('E_VIEWS_NESTED');
  };
  return {
    refuseInside,
    inside(work) {
      // What was started here and outlives the transaction is outside of it again.
      const transaction = { open: true };
      return current.run(transaction, async () => {
        try {
          return await work();
        } finally {
          transaction.open = false;
        }
      });
    },
    plugin: {
      transformQuery({ node }) {
        refuseInside();
        return node;
      },
      transformResult: async ({ result }) => result,
    },
  };
}
