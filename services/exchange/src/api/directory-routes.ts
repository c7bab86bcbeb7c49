import { type HolidayTable, localDateOf } from '@tongban/calendar';
import { type ContractCatalogue, leafPointers } from '@tongban/contracts';
import {
  type Answered,
  type App,
  type AppContext,
  commandId,
  describeRoute,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import type { Clock, IdSource } from '@tongban/kernel';
import { z } from 'zod';
import { directoryDecider } from '../domain/directory-decider.ts';
import {
  type DirectoryCommand,
  type DirectoryEntry,
  noEntry,
  type OfferedContract,
} from '../domain/directory-item.ts';
import type { SharingRules } from '../domain/sharing-rule.ts';
import type { SourcesByDatum } from '../domain/source-department.ts';
import { dataOfItem } from '../domain/source-of-item.ts';
import { contractNotFound, contractRefusal, isRegistered } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { actedBy, count } from './answer-shapes.ts';
import { type DirectoryActName, directoryActs, directoryItem, reviews } from './directory-acts.ts';
import { day, eventType } from './input-shapes.ts';
import { rulesAnswer } from './rules-answer.ts';

const publishedItem = z.object({
  item: named('DirectoryItem', '目录项 / What a department offers in the directory', directoryItem),
  version: z.int(),
});

const entryAnswer = named(
  'DirectoryEntry',
  '目录条目 / The entry of an event type in the directory',
  z.object({
    type: z.string(),
    published: publishedItem
      .nullable()
      .describe('In force; null before the first publication and after a withdrawal'),
    submitted: publishedItem
      .extend({
        ...reviews,
        submission: count.describe('Number of the submission'),
        submittedOn: day,
        by: actedBy,
      })
      .nullable()
      .describe('What waits for the audit of the authority'),
    change: z
      .object({ on: day, isExtended: z.boolean() })
      .nullable()
      .describe('The change that makes an update due; null where none is'),
    sources: z
      .array(z.object({ datum: z.string(), department: z.string().nullable() }))
      .describe('The data that the item offers, each with its source department; null where none is named'),
  }),
);

export interface DirectoryRoutesOptions {
  readonly commands: SharingCommands;
  readonly grants: GrantView;
  readonly contracts: ContractView;
  readonly rules: SharingRules;
  readonly holidays: HolidayTable;
  /** The departments that are known. */
  readonly departments: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The directory 政务数据目录: what each department offers, submitted by it and audited by the authority. */
export function mountDirectoryRoutes(
  app: App,
  { commands, grants, contracts, rules, holidays, departments, clock, ids }: DirectoryRoutesOptions,
): void {
  const give = async (c: AppContext, type: string, act: object): Promise<Answered<typeof entryAnswer>> => {
    const command = { ...act, actor: actorOf(c), on: localDateOf(clock.now()) } as DirectoryCommand;
    const thing = { owner: 'sharing', category: 'directory', key: type } as const;
    const decider = directoryDecider(rules, holidays, (await grants.current()).sources());
    const { state, position } = await commands.give(thing, decider, command, { eventId: commandId(c, ids) });
    const register = await (position === undefined ? grants.current() : grants.upTo(position));
    return sentEntry(type, state, register.sources());
  };

  app.get(
    '/v1/directory',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'The directory of what can be asked for 数据目录',
      responses: { 200: jsonAnswer('The entries.', z.object({ entries: z.array(entryAnswer) })) },
    }),
    async (c) => {
      const register = await grants.current();
      return c.json({
        entries: [...register.entries()].map(([type, entry]) => sentEntry(type, entry, register.sources())),
      });
    },
  );

  app.get(
    '/v1/directory/:type',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'One entry of the directory 目录项',
      description: 'Empty where the type has a contract and was never offered.',
      responses: { 200: jsonAnswer('The entry.', entryAnswer) },
    }),
    async (c) => {
      const type = c.req.param('type');
      const [catalogue, register] = await Promise.all([contracts.current(), grants.current()]);
      // A type may be asked for before there is a contract for it: then it has an entry.
      const isKnown = isRegistered(type, catalogue) || register.entry(type) !== noEntry;
      if (!isKnown) throw contractNotFound(type, catalogue);
      return c.json(sentEntry(type, register.entry(type), register.sources()));
    },
  );

  app.get(
    '/v1/sharing/rules',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'The rules of sharing: periods and bases, each with its source and how sure it is 规则',
      responses: { 200: jsonAnswer('The rules.', rulesAnswer) },
    }),
    (c) => c.json(rules satisfies Answered<typeof rulesAnswer>),
  );

  for (const act of Object.keys(directoryActs) as DirectoryActName[]) {
    app.post(
      `/v1/directory/:type/${act}`,
      requires('department', 'officer', 'operator'),
      describeRoute({
        tags: ['sharing'],
        summary: `Directory: ${act}`,
        responses: { 200: jsonAnswer('The entry after that.', entryAnswer) },
      }),
      validated('param', z.object({ type: eventType })),
      validated('json', directoryActs[act] as z.ZodObject),
      async (c) => {
        const { type } = c.req.valid('param');
        const offered =
          act === 'submit' ? { contract: offeredContract(type, await contracts.current()) } : {};
        const known = act === 'request-addition' ? { departments: await departments() } : {};
        const body = c.req.valid('json') as object;
        return c.json(await give(c, type, { ...body, ...offered, ...known, kind: act, type }));
      },
    );
  }
}

function sentEntry(
  type: string,
  { published, submitted, change }: DirectoryEntry,
  bySource: SourcesByDatum,
): Answered<typeof entryAnswer> {
  const item = published?.item ?? submitted?.item;
  const sources = item === undefined ? [] : dataOfItem(item, bySource);
  return {
    type,
    published: published ?? null,
    submitted: submitted ?? null,
    change: change ?? null,
    sources,
  };
}

/** A contract as far as an item has to agree with it. @throws E_CONTRACT_REFUSED */
function offeredContract(type: string, catalogue: ContractCatalogue): OfferedContract | undefined {
  const refused = contractRefusal(type, undefined, catalogue);
  if (refused) throw refused;
  const contract = catalogue.get(type);
  if (contract === undefined) return undefined;
  const { terms, versions } = contract;
  return {
    sharingClass: terms.sharing.class,
    fields: [...new Set(versions.flatMap(({ schema }) => leafPointers(schema)))],
    personal: terms.personalData.map(({ pointer }) => pointer),
  };
}
