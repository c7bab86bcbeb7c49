import type { ContractCatalogue } from '@tongban/contracts';
import { platformNames } from '@tongban/http';
import type { GrantRegister } from '../domain/grant-register.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { DepartmentKeysByName, KeyView } from '../registers/key-view.ts';

/** Where departments are named by themselves, or by who configures the platform. */
export interface DepartmentsHeardOf {
  readonly catalogue: Pick<ContractCatalogue, 'all' | 'refused'>;
  readonly register: Pick<GrantRegister, 'grants'>;
  readonly keys: DepartmentKeysByName;
  /** Those of the setting `bus.departments`. */
  readonly byKafka: readonly string[];
}

/**
 * The departments that the platform has heard of, in order. It keeps no register of them: who a department is, its
 * token says, and the issuer of tokens lists none. Known is who owns a contract, who asked another for access, who has
 * registered a signing key, and who is configured to publish and receive by Kafka.
 */
export function knownDepartments({
  catalogue,
  register,
  keys,
  byKafka,
}: DepartmentsHeardOf): readonly string[] {
  const owners = [...catalogue.all(), ...catalogue.refused].map(({ owner }) => owner);
  const parties = [...register.grants()].flatMap(({ request }) => [request.requester, request.provider]);
  const names = new Set([...owners, ...parties, ...keys.keys(), ...byKafka]);
  return [...names].filter((name) => !platformNames.has(name)).sort();
}

/** The same, as it is known at each moment. */
export function departmentsOf({
  contracts,
  grants,
  keys,
  byKafka,
}: {
  readonly contracts: ContractView;
  readonly grants: GrantView;
  readonly keys: KeyView;
  readonly byKafka: readonly string[];
}): () => Promise<readonly string[]> {
  return async () => {
    const [catalogue, register, keysByName] = await Promise.all([
      contracts.current(),
      grants.current(),
      keys.current(),
    ]);
    return knownDepartments({ catalogue, register, keys: keysByName, byKafka });
  };
}
