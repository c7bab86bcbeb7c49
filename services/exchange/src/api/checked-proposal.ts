import {
  type ContractCatalogue,
  checkProposal,
  contentHash,
  type Proposal,
  type ProposalReport,
} from '@tongban/contracts';
import { formedText } from '@tongban/http';
import { canonicalJson, type JsonObject, type TongbanError } from '@tongban/kernel';
import { z } from 'zod';
import { releasedVersion, versionRefusal } from '../domain/contract-registrations.ts';
import type { GrantRegister } from '../domain/grant-register.ts';
import { anyObject, writable } from './input-shapes.ts';
import { withRequestWords, withVersionRefused } from './registration-words.ts';

/** A version of a contract as it is proposed. */
export const proposalBody = z.strictObject({
  name: formedText(/^[a-z][a-z0-9-]{0,62}$/, {
    zh: '事件名：以小写字母开头，只含小写字母、数字和 -，最多 63 个字符',
    en: 'an event name: a-z, 0-9 and -, a letter first, 63 characters at most',
    example: 'clearance-issued',
  }).describe('The event name: `clearance-issued`'),
  version: formedText(/^[1-9]\d{0,3}\.(0|[1-9]\d{0,3})$/, {
    zh: '版本号 <主版本>.<次版本>',
    en: 'a version, <major>.<minor>',
    example: '1.0',
  }).describe('`<major>.<minor>`'),
  terms: anyObject(50_000).describe('What `contract.json` says'),
  schema: anyObject(150_000).describe('JSON Schema 2020-12 in the contract profile'),
  upcaster: z
    .array(z.unknown())
    .max(200)
    .check(writable(20_000))
    .optional()
    .describe('Needed with a new major: operations from the one before'),
});

export type ProposalBody = z.output<typeof proposalBody>;

/** A proposal with what is said of it. */
export interface CheckedProposal {
  readonly catalogue: ContractCatalogue;
  readonly proposal: Proposal;
  /** Of the schema. */
  readonly hash: string;
  readonly report: ProposalReport;
  /** Why it is not registered whatever it says; undefined where the report alone decides. */
  readonly refusal: TongbanError | undefined;
}

/** What the rules of contracts say of a proposal, and whether its number, or other terms under it, keep it from being registered. Pure. */
export function checkedProposal(
  body: ProposalBody,
  owner: string,
  {
    catalogue,
    register,
    nowMs,
  }: { readonly catalogue: ContractCatalogue; readonly register: GrantRegister; readonly nowMs: number },
): CheckedProposal {
  const readers = (type: string): readonly string[] => readersOf(register, type, nowMs);
  const proposal = proposalOf(body, owner);
  const report = checkProposal({ catalogue, proposal, readers });
  const hash = contentHash(body.schema as JsonObject);
  const versions = versionsOf(catalogue, owner, body.name);
  const refusal =
    versionRefusal(versions, body.version, hash) ??
    (hasOtherTerms(catalogue, proposal, report) ? releasedVersion(versions, body.version) : undefined);
  return {
    catalogue,
    proposal,
    hash,
    refusal,
    report: refusal ? withVersionRefused(report, proposal, refusal) : withRequestWords(report),
  };
}

/** Departments that may read a type now. */
function readersOf(register: GrantRegister, type: string, nowMs: number): readonly string[] {
  const departments = new Set([...register.grants()].map(({ request }) => request.requester));
  return [...departments].filter((department) => register.mayRead(department, type, nowMs)).sort();
}

function proposalOf(body: ProposalBody, owner: string): Proposal {
  const [major = 0, minor = 0] = body.version.split('.').map(Number);
  const { name, terms, schema, upcaster } = body;
  return {
    owner,
    name,
    major,
    minor,
    terms: canonicalJson(terms),
    schema: canonicalJson(schema),
    ...(upcaster === undefined ? {} : { upcaster: canonicalJson(upcaster) }),
  };
}

/** Whether sound terms differ from those of the latest version. An earlier one may come again after a later one had others. */
function hasOtherTerms(
  catalogue: ContractCatalogue,
  { owner, name, terms }: Proposal,
  { version, verdict }: ProposalReport,
): boolean {
  const latest = catalogue.majors(owner, name).at(-1);
  return (
    verdict === 'compatible' && latest?.latest.version === version && canonicalJson(latest.terms) !== terms
  );
}

/** Every version of a contract and the digest of each; null for one that is refused, whose number is taken all the same. */
export function versionsOf(
  catalogue: ContractCatalogue,
  owner: string,
  name: string,
): ReadonlyMap<string, string | null> {
  const refused = catalogue.refused.filter((one) => one.owner === owner && one.name === name);
  const released = catalogue.majors(owner, name).flatMap(({ versions }) => versions);
  return new Map([
    ...refused.map(({ version }) => [version, null] as const),
    ...released.map(({ version, hash }) => [version, hash] as const),
  ]);
}
