import type { ContractCatalogue } from '@tongban/contracts';
import type { GrantRegister } from '../domain/grant-register.ts';

/** Owners of contracts that are the platform and no department. */
const platformOwners: ReadonlySet<string> = new Set(['platform', 'sharing']);

/**
 * The departments that the platform has heard of, in order. It keeps no register of them: who a department is, its
 * token says. Known is who owns a contract, and who asked another for access.
 */
export function knownDepartments(
  catalogue: Pick<ContractCatalogue, 'all'>,
  register: Pick<GrantRegister, 'grants'>,
): readonly string[] {
  const owners = catalogue
    .all()
    .map(({ owner }) => owner)
    .filter((owner) => !platformOwners.has(owner));
  const parties = [...register.grants()].flatMap(({ request }) => [request.requester, request.provider]);
  return [...new Set([...owners, ...parties])].sort();
}
