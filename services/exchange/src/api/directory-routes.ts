import { type HolidayTable, localDateOf } from '@tongban/calendar';
import { type Contract, leafPointers } from '@tongban/contracts';
import { type App, type AppContext, creationId, describeRoute, requires, validated } from '@tongban/http';
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
import { contractNotFound } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { type DirectoryActName, directoryActs } from './directory-acts.ts';
import { eventType } from './input-shapes.ts';

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
  const give = async (c: AppContext, type: string, act: object): Promise<object> => {
    const command = { ...act, actor: actorOf(c), on: localDateOf(clock.now()) } as DirectoryCommand;
    const thing = { owner: 'sharing', category: 'directory', key: type } as const;
    const decider = directoryDecider(rules, holidays, (await grants.current()).sources());
    const { state, position } = await commands.give(thing, decider, command, { eventId: creationId(c, ids) });
    const register = await (position === undefined ? grants.current() : grants.upTo(position));
    return sentEntry(type, state, register.sources());
  };

  app.get(
    '/v1/directory',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({ tags: ['sharing'], summary: 'The directory of what can be asked for 数据目录' }),
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
    }),
    async (c) => {
      const type = c.req.param('type');
      const [catalogue, register] = await Promise.all([contracts.current(), grants.current()]);
      // A type may be asked for before there is a contract for it: then it has an entry.
      const isKnown = catalogue.get(type) !== undefined || register.entry(type) !== noEntry;
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
    }),
    (c) => c.json(rules),
  );

  for (const act of Object.keys(directoryActs) as DirectoryActName[]) {
    app.post(
      `/v1/directory/:type/${act}`,
      requires('department', 'officer', 'operator'),
      describeRoute({ tags: ['sharing'], summary: `Directory: ${act}` }),
      validated('param', z.object({ type: eventType })),
      validated('json', directoryActs[act] as z.ZodObject),
      async (c) => {
        const { type } = c.req.valid('param');
        const terms =
          act === 'submit' ? { contract: offeredContract((await contracts.current()).get(type)) } : {};
        const known = act === 'request-addition' ? { departments: await departments() } : {};
        const body = c.req.valid('json') as object;
        return c.json(await give(c, type, { ...body, ...terms, ...known, kind: act, type }));
      },
    );
  }
}

function sentEntry(
  type: string,
  { published, submitted, change }: DirectoryEntry,
  named: SourcesByDatum,
): object {
  const item = published?.item ?? submitted?.item;
  const sources = item === undefined ? [] : dataOfItem(item, named);
  return {
    type,
    published: published ?? null,
    submitted: submitted ?? null,
    change: change ?? null,
    sources,
  };
}

/** A contract as far as an item has to agree with it. */
function offeredContract(contract: Contract | undefined): OfferedContract | undefined {
  if (contract === undefined) return undefined;
  const { terms, versions } = contract;
  return {
    sharingClass: terms.sharing.class,
    fields: [...new Set(versions.flatMap(({ schema }) => leafPointers(schema)))],
    personal: terms.personalData.map(({ pointer }) => pointer),
  };
}
