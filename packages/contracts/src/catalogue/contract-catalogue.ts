import type { Contract, ContractVersion } from './contract.ts';

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
  /** A catalogue that also has these; one of a type that is there already replaces it. */
  with(...contracts: readonly Contract[]): ContractCatalogue;
}

export function contractCatalogue(contracts: Iterable<Contract>): ContractCatalogue {
  const byType = new Map([...contracts].map((contract) => [contract.type, contract]));
  const ordered = [...byType.values()].sort(
    (a, b) => compareText(a.owner, b.owner) || compareText(a.name, b.name) || a.major - b.major,
  );
  const byUrl = new Map<string, VersionOfContract>();
  for (const contract of ordered) {
    for (const version of contract.versions) byUrl.set(version.dataschema, { contract, version });
  }
  return {
    get: (type) => byType.get(type),
    version: (type, minor) => byType.get(type)?.versions.find((version) => version.minor === minor),
    byDataschema: (url) => byUrl.get(url),
    all: () => ordered,
    majors: (owner, name) => ordered.filter((it) => it.owner === owner && it.name === name),
    with: (...more) => contractCatalogue([...ordered, ...more]),
  };
}

/** By code units, so that the order is the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
