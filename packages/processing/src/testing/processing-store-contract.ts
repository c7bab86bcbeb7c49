import { describe } from 'vitest';
import { deadlineContract } from './deadline-contract.ts';
import { exactlyOnceContract } from './exactly-once-contract.ts';
import type { OpenedProcessing } from './journal.ts';
import { leaseContract } from './lease-contract.ts';
import { parkingContract } from './parking-contract.ts';
import { rebuildContract } from './rebuild-contract.ts';
import { transactionContract } from './transaction-contract.ts';

/**
 * Everything that the port promises, as tests, and what processors do over it.
 *
 * @param runs how often each property is tried, every time on a store of its own: fewer where one takes long to open
 */
export function processingStoreContract<Tx>(
  name: string,
  open: () => Promise<OpenedProcessing<Tx>>,
  runs = 60,
): void {
  describe(name, () => {
    transactionContract(open);
    parkingContract(open);
    exactlyOnceContract(open, runs);
    rebuildContract(open);
    deadlineContract(open, runs);
    leaseContract(open);
  });
}
