import type { ContractCatalogue } from '../catalogue/contract-catalogue.ts';
import { type RefusedVersion, refusedVersion } from '../catalogue/refused-version.ts';
import type { EventDataByType } from '../generated/event-types.ts';
import { checkProposal } from './check-proposal.ts';
import type { Proposal } from './proposal.ts';

export type RegisteredContract = EventDataByType['platform.contract-registered.v1'];

/**
 * The contracts in force once a version was registered at run time. It was sound when it was registered: where the folder
 * or the profile has changed under it, it is `refused`, and the catalogue knows it as that.
 */
export function withRegistered(
  catalogue: ContractCatalogue,
  registered: RegisteredContract,
): { readonly catalogue: ContractCatalogue; readonly refused?: RefusedVersion } {
  const proposal = proposalOf(registered);
  const { contracts, problems, isReleased } = checkProposal({ catalogue, proposal });
  // A version that the folder has taken over has the terms that the folder says.
  if (contracts.length > 0) return { catalogue: isReleased ? catalogue : catalogue.with(...contracts) };
  const refused = refusedVersion(proposal, problems);
  return { catalogue: catalogue.withRefused(refused), refused };
}

function proposalOf({ contract, version, terms, schema, upcaster }: RegisteredContract): Proposal {
  const [owner = '', name = ''] = contract.split('.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { owner, name, major, minor, terms, schema, ...(upcaster === undefined ? {} : { upcaster }) };
}
