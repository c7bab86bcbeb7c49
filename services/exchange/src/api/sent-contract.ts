import type { Contract, ContractTerms, ContractVersion, RefusedVersion } from '@tongban/contracts';
import type { Answered } from '@tongban/http';
import type { CheckedProposal } from './checked-proposal.ts';
import type { contractAnswer, contractInShort, proposalReport, refusedVersion } from './contract-answers.ts';

/** A contract in force: it has terms and a latest version. */
export function listed(contract: Contract): Answered<typeof contractAnswer> {
  return inShort(contract, contract.terms, contract.latest) as Answered<typeof contractAnswer>;
}

/** A type in short; where no version of it is in force, there is no latest. */
export function inShort(
  { type, owner, name }: Pick<Contract, 'type' | 'owner' | 'name'>,
  terms: ContractTerms | undefined,
  latest: ContractVersion | undefined,
): Answered<typeof contractInShort> {
  return {
    ...{ type, owner, name },
    title: terms?.title ?? null,
    version: latest?.version ?? null,
    dataschema: latest?.dataschema ?? null,
    sharing: terms?.sharing.class ?? null,
    signature: terms?.signature ?? null,
    personalData: terms === undefined ? null : terms.personalData.length > 0,
  };
}

/** A registered version that the profile refuses, with its defects as a check tells them. */
export function sentRefused({
  type,
  owner,
  version,
  dataschema,
  problems,
}: RefusedVersion): Answered<typeof refusedVersion> {
  return { type, owner, version, dataschema, problems };
}

/** The report, with the code that a registration would be refused with. */
export function sentReport({ report, refusal }: CheckedProposal): Answered<typeof proposalReport> {
  const { contracts: _contracts, ...told } = report;
  if (report.verdict === 'compatible') return told;
  const isInvalid = report.verdict === 'invalid';
  return { ...told, code: refusal?.code ?? (isInvalid ? 'E_CONTRACT_INVALID' : 'E_CONTRACT_INCOMPATIBLE') };
}
