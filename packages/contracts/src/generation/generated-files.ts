import type { ContractCatalogue } from '../catalogue/contract-catalogue.ts';
import { type ContractsLock, lockOf } from '../catalogue/contracts-lock.ts';
import { eventTypesSource } from './type-source.ts';

/** Everything that is generated from a catalogue, by path from the root of the repository. Pure and repeatable. */
export function generatedFiles(catalogue: ContractCatalogue): ReadonlyMap<string, string> {
  return new Map([
    [typesPath, eventTypesSource(catalogue.all())],
    [lockPath, lockText(lockOf(catalogue))],
  ]);
}

export const typesPath = 'packages/contracts/src/generated/event-types.ts';
export const lockPath = 'contracts.lock.json';

function lockText(lock: ContractsLock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}
