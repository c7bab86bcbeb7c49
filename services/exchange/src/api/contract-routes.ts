import {
  type Contract,
  type ContractCatalogue,
  type ContractTerms,
  type ContractVersion,
  checkProposal,
  contentHash,
  type Proposal,
  type ProposalReport,
  type RefusedVersion,
} from '@tongban/contracts';
import {
  type Answered,
  type App,
  describeRoute,
  formedText,
  identityOf,
  jsonAnswer,
  platformNames,
  requires,
  validated,
} from '@tongban/http';
import { type Clock, canonicalJson, type JsonObject, type TongbanError } from '@tongban/kernel';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import { registrationDecider, releasedVersion, versionRefusal } from '../domain/contract-registrations.ts';
import { sharingErrors } from '../domain/errors.ts';
import type { GrantRegister } from '../domain/grant-register.ts';
import { contractNotFound } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { type ObservedTrafficTables, observedTraffic } from '../views/observed-traffic.ts';
import { actorOf } from './actor-of.ts';
import {
  type contractAnswer,
  contractDetails,
  type contractInShort,
  contractsAnswer,
  proposalReport,
  type refusedVersion,
  registeredContract,
} from './contract-answers.ts';
import { anyObject, writable } from './input-shapes.ts';
import { refusedProposal, withRequestWords, withVersionRefused } from './registration-words.ts';

interface Checked {
  readonly catalogue: ContractCatalogue;
  readonly proposal: Proposal;
  /** Of the schema. */
  readonly hash: string;
  readonly report: ProposalReport;
  readonly refusal: TongbanError | undefined;
}

export interface ContractRoutesOptions {
  readonly contracts: ContractView;
  readonly grants: GrantView;
  readonly commands: SharingCommands;
  readonly db: Kysely<ObservedTrafficTables>;
  readonly clock: Clock;
}

const proposalBody = z.strictObject({
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

/** The catalogue of contracts at run time: read, checked and extended under the same rules as the folder. */
export function mountContractRoutes(app: App, options: ContractRoutesOptions): void {
  const { contracts, grants, commands, db, clock } = options;

  /** What the rules of contracts say of a proposal, and whether its number alone keeps it from being registered. */
  const check = async (body: z.output<typeof proposalBody>, owner: string): Promise<Checked> => {
    const [catalogue, register] = await Promise.all([contracts.current(), grants.current()]);
    const readers = (type: string): readonly string[] => readersOf(register, type, clock.now());
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
  };

  app.get(
    '/v1/contracts',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['contracts'],
      summary: 'The contracts in force 数据契约',
      description: 'Beside them, versions that were registered and that the profile of today refuses.',
      responses: { 200: jsonAnswer('The contracts.', contractsAnswer) },
    }),
    async (c) => {
      const catalogue = await contracts.current();
      const answer: Answered<typeof contractsAnswer> = {
        contracts: catalogue.all().map(listed),
        refused: catalogue.refused.map(sentRefused),
      };
      return c.json(answer);
    },
  );

  app.get(
    '/v1/contracts/:type',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['contracts'],
      summary:
        'One contract: terms, versions, who publishes and who reads it, declared and observed 数据契约详情',
      description: 'Where no version of it is in force, those that are refused, with their defects.',
      responses: { 200: jsonAnswer('The contract.', contractDetails) },
    }),
    async (c) => {
      const type = c.req.param('type');
      const catalogue = await contracts.current();
      const contract = catalogue.get(type);
      const refused = catalogue.refused.filter((one) => one.type === type);
      const registered = contract ?? refused[0];
      if (registered === undefined) throw contractNotFound(type, catalogue);
      const terms = catalogue.terms(type);
      const register = await grants.current();
      const own = [...register.grants()].filter(({ request }) => request.type === type);
      const observed = await observedTraffic(
        db,
        type,
        own.map(({ request }) => request.grantId),
      );
      const details: Answered<typeof contractDetails> = {
        ...inShort(registered, terms, contract?.latest),
        terms: terms ?? null,
        versions: (contract?.versions ?? []).map(({ version, dataschema, hash, schema }) => ({
          version,
          dataschema,
          hash,
          schema,
        })),
        refused: refused.map(sentRefused),
        upcaster: contract?.upcaster?.operations ?? null,
        declared: {
          publisher: registered.owner,
          readers: own.map(({ request, status }) => ({
            department: request.requester,
            grantId: request.grantId,
            status,
          })),
        },
        observed,
      };
      return c.json(details);
    },
  );

  app.post(
    '/v1/contracts/check',
    requires('department', 'officer', 'operator'),
    describeRoute({
      tags: ['contracts'],
      summary: 'What a proposed version would do, and to whom; changes nothing 契约检查',
      responses: { 200: jsonAnswer('The report.', proposalReport) },
    }),
    validated('json', proposalBody.extend({ owner: z.string().max(64).optional() })),
    async (c) => {
      const { owner = identityOf(c).department, ...body } = c.req.valid('json');
      return c.json(sentReport(await check(body, owner)));
    },
  );

  app.post(
    '/v1/contracts',
    requires('department', 'officer'),
    describeRoute({
      tags: ['contracts'],
      summary: 'Register a version of a contract of your own 登记契约',
      description:
        'Under the same rules as the folder: what breaks a reader or writer of a released version is refused. A version follows the latest one, and never changes; the same again changes nothing.',
      responses: {
        201: jsonAnswer('Registered: events of it are accepted from now on.', registeredContract),
      },
    }),
    validated('json', proposalBody),
    async (c) => {
      const body = c.req.valid('json');
      const { department: owner } = identityOf(c);
      if (platformNames.has(owner))
        throw sharingErrors.error('E_REGISTRATION_NOT_OWNER', { facts: { owner } });
      const { catalogue: before, proposal, hash, refusal, report } = await check(body, owner);
      if (refusal) throw refusal;
      if (report.verdict !== 'compatible') throw refusedProposal(report, proposal.upcaster !== undefined);
      const contract = `${owner}.${body.name}`;
      const majors = before.majors(owner, body.name);
      const released = majors.flatMap(({ versions }) => versions);
      const { position } = await commands.give(
        { owner: 'platform', category: 'contract', key: contract },
        registrationDecider,
        {
          kind: 'register',
          actor: actorOf(c),
          baseline: new Map(released.map((version) => [version.version, version.hash])),
          checkedAfter: new Set(versionsOf(before, owner, body.name).keys()),
          contract,
          version: body.version,
          terms: proposal.terms,
          schema: proposal.schema,
          ...(proposal.upcaster === undefined ? {} : { upcaster: proposal.upcaster }),
          hash,
        },
      );
      if (position !== undefined) await contracts.upTo(position);
      const catalogue = await contracts.current();
      const registered = catalogue.get(report.type);
      if (registered === undefined) throw contractNotFound(report.type, catalogue);
      return c.json({ ...listed(registered), registered: body.version }, 201);
    },
  );
}

/** Departments that may read a type now. */
function readersOf(register: GrantRegister, type: string, nowMs: number): readonly string[] {
  const departments = new Set([...register.grants()].map(({ request }) => request.requester));
  return [...departments].filter((department) => register.mayRead(department, type, nowMs)).sort();
}

function proposalOf(body: z.output<typeof proposalBody>, owner: string): Proposal {
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

/** A contract in force: it has terms and a latest version. */
function listed(contract: Contract): Answered<typeof contractAnswer> {
  return inShort(contract, contract.terms, contract.latest) as Answered<typeof contractAnswer>;
}

/** A type in short; where no version of it is in force, there is no latest. */
function inShort(
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
function sentRefused({
  type,
  owner,
  version,
  dataschema,
  problems,
}: RefusedVersion): Answered<typeof refusedVersion> {
  return { type, owner, version, dataschema, problems };
}

/** The report, with the code that a registration would be refused with. */
function sentReport({ report, refusal }: Checked): Answered<typeof proposalReport> {
  const { contracts: _contracts, ...told } = report;
  if (report.verdict === 'compatible') return told;
  const isInvalid = report.verdict === 'invalid';
  return { ...told, code: refusal?.code ?? (isInvalid ? 'E_CONTRACT_INVALID' : 'E_CONTRACT_INCOMPATIBLE') };
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
function versionsOf(
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
