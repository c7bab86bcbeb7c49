import { dataschemaUrl, eventType } from '@tongban/cloudevents';
import type { Localized } from '@tongban/kernel';
import type { Contract, ContractVersion } from '../catalogue/contract.ts';
import { type ContractCatalogue, contractCatalogue } from '../catalogue/contract-catalogue.ts';
import { type FileProblem, schemaFileName, upcasterFileName } from '../catalogue/contract-files.ts';
import { lockOf, verifyLock } from '../catalogue/contracts-lock.ts';
import { readContracts } from '../catalogue/read-contracts.ts';
import type { RefusedVersion } from '../catalogue/refused-version.ts';
import { compareTerms } from './compare-terms.ts';
import { type Comparison, compareVersions } from './compare-versions.ts';
import type { Fact, Hurt } from './fact.ts';
import { majorPolicy, minorPolicy, type Policy, violations } from './policy.ts';
import { type Proposal, proposedFiles } from './proposal.ts';

/** Departments that read an event type: what grants say, or what was observed. */
export type ReadersOf = (type: string) => readonly string[];

/** A department that a proposal hurts, and by what. */
export interface HurtDepartment {
  readonly department: string;
  readonly as: Hurt;
  /** The type as the department reads or writes it now. */
  readonly type: string;
  readonly facts: readonly Fact[];
}

export interface ProposalReport {
  /** `breaking`: sound by itself, but against what was released. `invalid`: not sound by itself. */
  readonly verdict: 'compatible' | 'breaking' | 'invalid';
  readonly type: string;
  readonly version: string;
  readonly dataschema: string;
  /** Whether this very version was released before. */
  readonly isReleased: boolean;
  readonly problems: readonly FileProblem[];
  /** With every released version that it must get on with. */
  readonly comparisons: readonly Comparison[];
  /** What differs in the terms. */
  readonly terms: readonly Fact[];
  /** The facts for which it is breaking. */
  readonly violations: readonly Fact[];
  readonly hurt: readonly HurtDepartment[];
  readonly nextStep: Localized;
  /**
   * All majors of the contract with the proposal among them; empty where it is invalid. For `catalogue.with`.
   */
  readonly contracts: readonly Contract[];
}

/**
 * Says whether a version may be released, and if not, what stands against it, whom it hurts and what to do. A
 * minor version must get on with every version of its major, both ways; a major is a type of its own and
 * needs an upcaster.
 */
export function checkProposal(options: {
  readonly catalogue: ContractCatalogue;
  readonly proposal: Proposal;
  /** Default: nobody reads anything. */
  readonly readers?: ReadersOf;
}): ProposalReport {
  const { catalogue, proposal, readers = () => [] } = options;
  const { major, minor } = proposal;
  const released = catalogue.majors(proposal.owner, proposal.name);
  const refused = catalogue.refused.filter(
    ({ owner, name }) => owner === proposal.owner && name === proposal.name,
  );
  const { contracts, problems } = readProposal(released, refused, proposal);
  const type = eventType(proposal);
  const own = contracts.find((contract) => contract.major === major);
  const version = own?.versions.find((it) => it.minor === minor);
  const identity = {
    type,
    version: `${major}.${minor}`,
    dataschema: dataschemaUrl(proposal.owner, proposal.name, major, minor),
    isReleased: catalogue.version(type, minor) !== undefined,
  };
  if (problems.length > 0 || !own || !version) return { ...identity, ...invalid(problems) };

  const isMinor = [...released, ...refused].some((one) => one.major === major);
  const policy = isMinor ? minorPolicy : majorPolicy;
  const comparisons = comparedVersions(released, version).map((older) => compareVersions(older, version));
  const termsBefore = (released[0] ?? refused[0])?.terms;
  const terms = termsBefore ? compareTerms(termsBefore, own.terms) : [];
  const facts = distinct(comparisons.flatMap((comparison) => comparison.facts));
  const against = violations([...facts, ...terms], policy);
  return {
    ...identity,
    verdict: against.length === 0 ? 'compatible' : 'breaking',
    problems: [],
    comparisons,
    terms,
    violations: against,
    hurt: hurtDepartments(proposal, released, [...facts, ...terms], policy, readers),
    nextStep:
      against.length === 0
        ? releaseStep(proposal, policy, identity.isReleased, refused)
        : breakingStep(proposal, against),
    contracts,
  };
}

/**
 * Reads the released versions and the proposal as one folder; a released version must come out as it was. Versions that
 * are refused leave no gap, and their numbers are taken.
 */
function readProposal(
  released: readonly Contract[],
  refused: readonly RefusedVersion[],
  proposal: Proposal,
): { readonly contracts: readonly Contract[]; readonly problems: readonly FileProblem[] } {
  const withheld = refused.flatMap(({ owner, name, major, minor }) => [
    `${owner}/${name}/${schemaFileName(major, minor)}`,
    ...(minor === 0 ? [`${owner}/${name}/${upcasterFileName(major)}`] : []),
  ]);
  const { contracts, problems } = readContracts(proposedFiles(released, proposal), new Set(withheld));
  if (problems.length > 0) return { contracts: [], problems };
  if (isTaken(proposal, released, refused)) return { contracts: [], problems: [versionTaken(proposal)] };
  const changed = verifyLock(contractCatalogue(contracts), lockOf(contractCatalogue(released)));
  return { contracts: changed.length > 0 ? [] : contracts, problems: changed };
}

function isTaken(
  { major, minor }: Proposal,
  released: readonly Contract[],
  refused: readonly RefusedVersion[],
): boolean {
  const isIt = (one: { readonly major: number; readonly minor: number }): boolean =>
    one.major === major && one.minor === minor;
  return refused.some(isIt) && !released.some(({ versions }) => versions.some(isIt));
}

function versionTaken({ owner, name, major, minor }: Proposal): FileProblem {
  return {
    file: `${owner}/${name}/${schemaFileName(major, minor)}`,
    pointer: '',
    rule: 'version-taken',
    message: {
      zh: `版本 ${major}.${minor} 已登记，但不符合现行规范；已登记的版本不可更改，请改用下一个版本号`,
      en: `version ${major}.${minor} is registered, although refused by the profile of today; a registered version never changes, so take the next number`,
    },
  };
}

/** All other versions of the same major, else the latest of the major before. */
function comparedVersions(
  released: readonly Contract[],
  version: ContractVersion,
): readonly ContractVersion[] {
  const same = released.find(({ major }) => major === version.major);
  if (same) return same.versions.filter(({ minor }) => minor !== version.minor);
  const before = released.find(({ major }) => major === version.major - 1);
  return before ? [before.latest] : [];
}

function hurtDepartments(
  proposal: Proposal,
  released: readonly Contract[],
  facts: readonly Fact[],
  policy: Policy,
  readers: ReadersOf,
): readonly HurtDepartment[] {
  const harmful = facts.filter(({ direction }) => direction !== 'none');
  const toReaders = harmful.filter(({ hurts }) => hurts.includes('readers'));
  const toWriters = harmful.filter(({ hurts }) => hurts.includes('writers'));
  // A new major is another type: who stays with the old one is not hurt by what is said in the new one.
  const major = policy.name === 'minor' ? proposal.major : proposal.major - 1;
  const type = eventType({ ...proposal, major });
  if (!released.some((contract) => contract.type === type)) return [];
  const hurt: HurtDepartment[] = [];
  if (toReaders.length > 0) {
    for (const department of readers(type)) hurt.push({ department, as: 'readers', type, facts: toReaders });
  }
  if (toWriters.length > 0) hurt.push({ department: proposal.owner, as: 'writers', type, facts: toWriters });
  return hurt;
}

/** The same difference with several released versions is told once. */
function distinct(facts: readonly Fact[]): readonly Fact[] {
  const seen = new Map(
    facts.map((fact) => [
      JSON.stringify([fact.kind, fact.direction, fact.path, fact.older, fact.newer]),
      fact,
    ]),
  );
  return [...seen.values()];
}

function invalid(
  problems: readonly FileProblem[],
): Omit<ProposalReport, 'type' | 'version' | 'dataschema' | 'isReleased'> {
  return {
    verdict: 'invalid',
    problems,
    comparisons: [],
    terms: [],
    violations: [],
    hurt: [],
    nextStep: {
      zh: '请更正 problems 中列出的各处，再检查一次',
      en: 'correct what problems lists and check again',
    },
    contracts: [],
  };
}

function releaseStep(
  { owner, name, major, minor }: Proposal,
  policy: Policy,
  isReleased: boolean,
  refused: readonly RefusedVersion[],
): Localized {
  const version = `${owner}.${name} ${major}.${minor}`;
  const uncompared = refused.filter((one) => one.major === major).map((one) => one.version);
  if (!isReleased && uncompared.length > 0) {
    return {
      zh: `可发布 ${version}；已不符合规范的 ${uncompared.join('、')} 未参与比较，请告知其读者`,
      en: `release ${version}; it was not compared with ${uncompared.join(', ')}, which the profile refuses, so tell its readers`,
    };
  }
  if (isReleased) {
    return {
      zh: `${version} 已发布，无需再做`,
      en: `${version} is released already; there is nothing to do`,
    };
  }
  if (policy.name === 'major' && major > 1) {
    return {
      zh: `可发布 ${version}；v${major - 1} 的读者在迁移之前不受影响，请通知其升级`,
      en: `release ${version}; readers of v${major - 1} go on undisturbed until they move, so tell them`,
    };
  }
  return { zh: `可发布 ${version}`, en: `release ${version}` };
}

function breakingStep({ major }: Proposal, against: readonly Fact[]): Localized {
  if (against.every((fact) => fact.of === 'terms')) {
    return {
      zh: '请按 violations 中的建议保留条款，或以新的事件名另立契约',
      en: 'keep the terms as violations suggests, or make a new contract under another name',
    };
  }
  return {
    zh: `请按 violations 中的建议修改，或作为 v${major + 1} 发布并附升级操作 v${major + 1}.from-v${major}.json`,
    en: `change it as violations suggests, or publish as v${major + 1} with an upcaster v${major + 1}.from-v${major}.json`,
  };
}
