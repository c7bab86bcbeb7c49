import type { ContractCatalogue } from '../catalogue/contract-catalogue.ts';
import type { FileProblem } from '../catalogue/contract-files.ts';
import type { EventDataByType } from '../generated/event-types.ts';
import { checkProposal } from './check-proposal.ts';
import type { Proposal } from './proposal.ts';

export type RegisteredContract = EventDataByType['platform.contract-registered.v1'];

/**
 * The contracts in force once a version was registered at run time. It was sound when it was registered: where it no
 * longer `fits`, because the folder or the profile has changed under it, the catalogue stays as it is, and `problems` say why.
 */
export function withRegistered(
  catalogue: ContractCatalogue,
  registered: RegisteredContract,
): {
  readonly catalogue: ContractCatalogue;
  readonly fits: boolean;
  readonly problems: readonly FileProblem[];
} {
  const { contracts, problems } = checkProposal({ catalogue, proposal: proposalOf(registered) });
  return { catalogue: catalogue.with(...contracts), fits: contracts.length > 0, problems };
}

function proposalOf({ contract, version, terms, schema, upcaster }: RegisteredContract): Proposal {
  const [owner = '', name = ''] = contract.split('.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { owner, name, major, minor, terms, schema, ...(upcaster === undefined ? {} : { upcaster }) };
}
