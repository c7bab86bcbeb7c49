import { dataschemaUrl, eventType } from '@tongban/cloudevents';
import { parseJson } from '@tongban/kernel';
import type { Proposal } from '../compatibility/proposal.ts';
import { validateAgainst } from '../validation/schema-validator.ts';
import type { ContractTerms } from './contract.ts';
import type { FileProblem } from './contract-files.ts';
import { termsSchema } from './terms-schema.ts';

/**
 * A version that was registered and no longer fits: the contract profile has become stricter since, or the folder has
 * changed under it. Nothing is accepted under it; what was recorded under it stays, and the terms hold for it.
 */
export interface RefusedVersion {
  /** `<owner>.<name>.v<major>` */
  readonly type: string;
  readonly owner: string;
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** `<major>.<minor>` */
  readonly version: string;
  readonly dataschema: string;
  /** Why it is refused; never empty. */
  readonly problems: readonly FileProblem[];
  /** The terms that hold for every version of the contract; undefined where the latest cannot be understood. */
  readonly terms: ContractTerms | undefined;
}

/** What is known of a registered version that `checkProposal` calls invalid. */
export function refusedVersion(proposal: Proposal, problems: readonly FileProblem[]): RefusedVersion {
  const { owner, name, major, minor } = proposal;
  return {
    type: eventType({ owner, name, major }),
    ...{ owner, name, major, minor, version: `${major}.${minor}` },
    dataschema: dataschemaUrl(owner, name, major, minor),
    problems,
    terms: understoodTerms(proposal),
  };
}

/** The terms, where nothing is wrong with them by themselves. */
function understoodTerms({ owner, name, terms: text }: Proposal): ContractTerms | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok || validateAgainst(termsSchema, parsed.value).length > 0) return undefined;
  const terms = parsed.value as unknown as ContractTerms;
  return terms.owner === owner && terms.name === name ? terms : undefined;
}
