import {
  type Answered,
  type App,
  describeRoute,
  identityOf,
  jsonAnswer,
  platformNames,
  requires,
  validated,
} from '@tongban/http';
import type { Clock } from '@tongban/kernel';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import { registrationDecider } from '../domain/contract-registrations.ts';
import { sharingErrors } from '../domain/errors.ts';
import { contractNotFound } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { type ObservedTrafficTables, observedTraffic } from '../views/observed-traffic.ts';
import { actorOf } from './actor-of.ts';
import {
  type CheckedProposal,
  checkedProposal,
  type ProposalBody,
  proposalBody,
  versionsOf,
} from './checked-proposal.ts';
import { contractDetails, contractsAnswer, proposalReport, registeredContract } from './contract-answers.ts';
import { refusedProposal } from './registration-words.ts';
import { inShort, listed, sentRefused, sentReport } from './sent-contract.ts';

export interface ContractRoutesOptions {
  readonly contracts: ContractView;
  readonly grants: GrantView;
  readonly commands: SharingCommands;
  readonly db: Kysely<ObservedTrafficTables>;
  readonly clock: Clock;
}

/** The catalogue of contracts at run time: read, checked and extended under the same rules as the folder. */
export function mountContractRoutes(app: App, options: ContractRoutesOptions): void {
  const { contracts, grants, commands, db, clock } = options;

  const check = async (body: ProposalBody, owner: string): Promise<CheckedProposal> => {
    const [catalogue, register] = await Promise.all([contracts.current(), grants.current()]);
    return checkedProposal(body, owner, { catalogue, register, nowMs: clock.now() });
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
