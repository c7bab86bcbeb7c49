import { typeParts } from '@tongban/cloudevents';
import type { Contract, ContractTerms, ContractVersion } from './contract.ts';
import type { RefusedVersion } from './refused-version.ts';

/** A version and the contract that it belongs to. */
export interface VersionOfContract {
  readonly contract: Contract;
  readonly version: ContractVersion;
}

/** The contracts in force. Immutable: adding gives another catalogue. */
export interface ContractCatalogue {
  /** The contract of an event type: `tax.clearance-issued.v1`. */
  get(type: string): Contract | undefined;
  version(type: string, minor: number): ContractVersion | undefined;
  byDataschema(url: string): VersionOfContract | undefined;
  /** All contracts, ordered by type. */
  all(): readonly Contract[];
  /** The majors of one `<owner>/<name>`, ascending. */
  majors(owner: string, name: string): readonly Contract[];
  /** Versions that were registered and are not in force, in the order of their registration. Nearly always none. */
  readonly refused: readonly RefusedVersion[];
  /**
   * The terms that hold for recorded events of a type, whether or not it is in force; undefined where there are none that
   * can be understood: then nobody can say which of its fields are personal.
   */
  terms(type: string): ContractTerms | undefined;
  /** A catalogue that also has these; one of a type that is there already replaces it. */
  with(...contracts: readonly Contract[]): ContractCatalogue;
  /**
   * A catalogue in which this version is refused. Its terms hold all the same for the other versions of the contract, as
   * terms do: a field that they call personal stays so.
   */
  withRefused(version: RefusedVersion): ContractCatalogue;
}

export function contractCatalogue(
  contracts: Iterable<Contract>,
  refused: readonly RefusedVersion[] = [],
): ContractCatalogue {
  const byType = new Map([...contracts].map((contract) => [contract.type, contract]));
  const ordered = [...byType.values()].sort(
    (a, b) => compareText(a.owner, b.owner) || compareText(a.name, b.name) || a.major - b.major,
  );
  const byUrl = new Map<string, VersionOfContract>();
  for (const contract of ordered) {
    for (const version of contract.versions) byUrl.set(version.dataschema, { contract, version });
  }
  const versionOf = (type: string, minor: number): ContractVersion | undefined =>
    byType.get(type)?.versions.find((version) => version.minor === minor);
  return {
    get: (type) => byType.get(type),
    version: versionOf,
    byDataschema: (url) => byUrl.get(url),
    all: () => ordered,
    majors: (owner, name) => ordered.filter((it) => it.owner === owner && it.name === name),
    refused,
    terms(type) {
      const parts = refused.length === 0 ? undefined : typeParts(type);
      const held = parts && refused.find((one) => isOfSame(one, parts));
      return held ? held.terms : byType.get(type)?.terms;
    },
    with: (...more) =>
      contractCatalogue(
        [...ordered, ...more],
        refused.map((one) => ({ ...one, terms: (more.find((newer) => isOfSame(newer, one)) ?? one).terms })),
      ),
    withRefused(version) {
      // Where the folder has another version of this number, the folder's terms hold.
      const isInForce = versionOf(version.type, version.minor) !== undefined;
      const terms = isInForce ? byType.get(version.type)?.terms : version.terms;
      return contractCatalogue(
        ordered.map((one) => (terms && isOfSame(one, version) ? { ...one, terms } : one)),
        [...refused, version].map((one) => (isOfSame(one, version) ? { ...one, terms } : one)),
      );
    },
  };
}

type Named = Pick<Contract, 'owner' | 'name'>;

function isOfSame(one: Named, other: Named): boolean {
  return one.owner === other.owner && one.name === other.name;
}

/** By code units, so that the order is the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
