import { localDateOf } from '@tongban/calendar';
import {
  type Answered,
  type App,
  commandId,
  describeRoute,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import type { Clock, IdSource } from '@tongban/kernel';
import { z } from 'zod';
import type { GrantRegister } from '../domain/grant-register.ts';
import { type NameSource, sourceDecider } from '../domain/source-department.ts';
import { exchangeErrors } from '../errors.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { day, department, thingId } from './input-shapes.ts';

const datumParam = z.object({ datum: thingId });

const sourceAnswer = named(
  'Source',
  '数源部门 / The source department of a datum',
  z.object({
    datum: thingId,
    department: z.string().nullable().describe('Null where none is named'),
    replaces: z.string().nullable().describe('The source before'),
    namedOn: day.nullable(),
    offeredBy: z
      .array(z.object({ type: z.string(), provider: z.string(), fields: z.array(z.string()) }))
      .describe('Published entries of the directory that name it, with the pointers of its fields'),
  }),
);

/** Sources of data 数源部门: named and moved by the authority, seen by everyone (政务数据共享条例 art. 19). */
export function mountSourceRoutes(
  app: App,
  options: {
    readonly commands: SharingCommands;
    readonly grants: GrantView;
    /** The departments that are known. */
    readonly departments: () => Promise<readonly string[]>;
    readonly clock: Clock;
    readonly ids: IdSource;
  },
): void {
  const { commands, grants, departments, clock, ids } = options;

  app.get(
    '/v1/sources',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'The data that have a source department, and who offers them 一数一源',
      responses: { 200: jsonAnswer('The data.', z.object({ sources: z.array(sourceAnswer) })) },
    }),
    async (c) => {
      const register = await grants.current();
      return c.json({ sources: [...register.sources().keys()].map((datum) => sentSource(datum, register)) });
    },
  );

  app.get(
    '/v1/sources/:datum',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'The source department of one datum 数源部门',
      responses: { 200: jsonAnswer('The datum.', sourceAnswer) },
    }),
    validated('param', datumParam),
    async (c) => {
      const { datum } = c.req.valid('param');
      const register = await grants.current();
      if (!isKnown(datum, register)) throw unknownDatum(datum);
      return c.json(sentSource(datum, register));
    },
  );

  app.post(
    '/v1/sources/:datum/name',
    requires('department', 'officer', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Name the source department of a datum, or move it 明确数源部门',
      description:
        'By the authority. To move it, `replaces` names the source until now. From then on no other department may ' +
        'offer the datum; entries of others that offer it are due for an update. A department is known by a contract or ' +
        'a signing key of its own, by having asked for access, or by the setting `bus.departments`.',
      responses: { 200: jsonAnswer('The datum after that.', sourceAnswer) },
    }),
    validated('param', datumParam),
    validated('json', z.strictObject({ department, replaces: department.optional() })),
    async (c) => {
      const { datum } = c.req.valid('param');
      const { replaces, department: source } = c.req.valid('json');
      const command: NameSource = {
        kind: 'name-source',
        actor: actorOf(c as never),
        on: localDateOf(clock.now()),
        datum,
        department: source,
        departments: await departments(),
        ...(replaces === undefined ? {} : { replaces }),
      };
      const thing = { owner: 'sharing', category: 'datum', key: datum } as const;
      const eventId = commandId(c as never, ids);
      const { position } = await commands.give(thing, sourceDecider, command, { eventId });
      const register = await (position === undefined ? grants.current() : grants.upTo(position));
      return c.json(sentSource(datum, register));
    },
  );
}

/** A datum is known by its source, or by a field of the directory that names it. */
function isKnown(datum: string, register: GrantRegister): boolean {
  if (register.sources().has(datum)) return true;
  const items = [...register.entries()].flatMap(([, { published, submitted }]) => [published, submitted]);
  return items.some((one) => one?.item.fields.some((field) => field.datum === datum));
}

function unknownDatum(datum: string): Error {
  return exchangeErrors.error('E_SOURCE_NOT_FOUND', {
    detail: {
      zh: `没有名为 ${datum} 的数据项：未明确其数源部门，目录中也没有字段指明它。请核对名称；GET /v1/sources 列出已有数源部门的数据项`,
      en: `There is no datum ${datum}: it has no source department, and no field of the directory names it. Check the name; GET /v1/sources lists the data that have a source`,
    },
    facts: { datum },
  });
}

function sentSource(datum: string, register: GrantRegister): Answered<typeof sourceAnswer> {
  const source = register.sources().get(datum);
  const offeredBy = [...register.entries()].flatMap(([type, { published }]) => {
    const fields = published?.item.fields.filter((field) => field.datum === datum) ?? [];
    if (published === undefined || fields.length === 0) return [];
    return [{ type, provider: published.item.provider, fields: fields.map(({ pointer }) => pointer) }];
  });
  return {
    datum,
    department: source?.department ?? null,
    replaces: source?.replaces ?? null,
    namedOn: source?.namedOn ?? null,
    offeredBy,
  };
}
