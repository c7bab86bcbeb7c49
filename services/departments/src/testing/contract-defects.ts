import { join } from 'node:path';
import { type ContractCatalogue, loadContracts, validateEvent } from '@tongban/contracts';
import type { JsonObject, Problem } from '@tongban/kernel';

export const contracts: ContractCatalogue = loadContracts(join(import.meta.dirname, '../../../../contracts'));

/** What a contract finds wrong with an event that a department system would publish. */
export function contractDefects(published: {
  readonly type: string;
  readonly subject: string;
  readonly data: JsonObject;
}): readonly Problem[] {
  const { type, subject, data } = published;
  const contract = contracts.get(type);
  if (!contract) throw new Error(`there is no contract for ${type}`);
  const event = {
    specversion: '1.0',
    id: 'answer-1',
    source: `/departments/${contract.owner}/main`,
    type,
    subject,
    time: '2026-03-12T09:00:00+08:00',
    datacontenttype: 'application/json',
    dataschema: contract.latest.dataschema,
    correlationid: 'case-1',
    data,
  };
  return validateEvent(contract, event);
}
