import { type HolidayTable, localDateOf } from '@tongban/calendar';
import {
  type Answered,
  type App,
  type AppContext,
  commandId,
  creationId,
  describeRoute,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import type { Clock, IdSource } from '@tongban/kernel';
import { z } from 'zod';
import { type Grant, grantStatuses } from '../domain/grant.ts';
import type { GrantCommand } from '../domain/grant-command.ts';
import { grantDecider } from '../domain/grant-decider.ts';
import { supplementBy } from '../domain/grant-reply.ts';
import type { SharingRules } from '../domain/sharing-rule.ts';
import { exchangeErrors } from '../errors.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { actedBy } from './answer-shapes.ts';
import { accessRequestBody, type GrantActName, grantActs } from './grant-acts.ts';
import { day, department, fieldPointers, thingId } from './input-shapes.ts';

const grantAnswer = named(
  'Grant',
  '授权 / A grant, or a request that is not answered yet',
  z.object({
    grantId: thingId,
    requester: department,
    provider: department,
    type: z.string(),
    status: z.enum(grantStatuses),
    supplementBy: day
      .nullable()
      .describe('Last day on which what is missing may be supplied; null where nothing is waited for'),
    request: accessRequestBody
      .extend({
        grantId: thingId,
        requester: department,
        provider: department,
        itemVersion: z.int().describe('Of the directory item under which it was asked for'),
        sharingClass: z.enum(['unconditional', 'conditional']),
        receivedOn: day,
        by: actedBy,
      })
      .describe('What was asked for'),
    agreed: z
      .object({
        fields: fieldPointers,
        from: day,
        to: day,
        disposal: z
          .string()
          .optional()
          .describe('What becomes of the data afterwards; absent where a third party settled it'),
      })
      .nullable()
      .describe('What was agreed; null before that'),
  }),
);

export interface GrantRoutesOptions {
  readonly commands: SharingCommands;
  readonly grants: GrantView;
  readonly rules: SharingRules;
  readonly holidays: HolidayTable;
  /** The departments that are known. */
  readonly departments: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Grants: the public register, requests and every act of their lives. */
export function mountGrantRoutes(app: App, options: GrantRoutesOptions): void {
  const { commands, grants, rules, holidays, departments, clock, ids } = options;
  const decider = grantDecider(rules, holidays);

  const sentGrant = (grant: Grant): Answered<typeof grantAnswer> => {
    const { request, agreed, status } = grant;
    const { grantId, requester, provider, type } = request;
    const untilDay = status === 'incomplete' ? supplementBy(grant, rules, holidays) : undefined;
    return {
      ...{ grantId, requester, provider, type, status, request },
      agreed: agreed ?? null,
      supplementBy: untilDay ?? null,
    };
  };

  const give = async (c: AppContext, grantId: string, command: object): Promise<Grant> => {
    const acted = { ...command, actor: actorOf(c), on: localDateOf(clock.now()) } as GrantCommand;
    const thing = { owner: 'sharing', category: 'grant', key: grantId } as const;
    const { state, position } = await commands.give(thing, decider, acted, { eventId: commandId(c, ids) });
    // The answer comes when every reader in this process acts on it: a suspension has stopped delivery by then.
    if (position !== undefined) await grants.upTo(position);
    return state as Grant;
  };

  app.get(
    '/v1/grants',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'The register of grants 授权登记',
      description: 'Who may receive what, for which purpose and on which basis. Open to every participant.',
      responses: { 200: jsonAnswer('The grants.', z.object({ grants: z.array(grantAnswer) })) },
    }),
    validated(
      'query',
      z.object({
        requester: z.string().max(64).optional(),
        provider: z.string().max(64).optional(),
        type: z.string().max(128).optional(),
        status: z.enum(grantStatuses).optional(),
      }),
    ),
    async (c) => {
      const wanted = Object.entries(c.req.valid('query'));
      const register = await grants.current();
      const all = [...register.grants()].map(sentGrant);
      return c.json({
        grants: all.filter((grant) =>
          wanted.every(([name, value]) => grant[name as keyof typeof grant] === value),
        ),
      });
    },
  );

  app.get(
    '/v1/grants/:grantId',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'One grant 授权详情',
      responses: { 200: jsonAnswer('The grant.', grantAnswer) },
    }),
    async (c) => {
      const grantId = c.req.param('grantId');
      const grant = (await grants.current()).grant(grantId);
      if (!grant) throw exchangeErrors.error('E_GRANT_NOT_FOUND', { facts: { grantId } });
      return c.json(sentGrant(grant));
    },
  );

  app.post(
    '/v1/grants',
    requires('department', 'officer'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Ask for access to an event type 申请共享',
      description:
        'The provider answers within 1 working day (unconditional) or 10 (conditional) and delivers within 20 ' +
        '(政务数据共享条例 art. 21–22). Silence is a breach, not consent.',
      responses: { 201: jsonAnswer('Requested.', grantAnswer) },
    }),
    validated('json', accessRequestBody),
    async (c) => {
      const request = c.req.valid('json');
      const id = creationId(c as never, ids);
      const item = (await grants.current()).entry(request.type).published;
      const grant = await give(c as never, id, { kind: 'request', grantId: id, request, item });
      return c.json(sentGrant(grant), 201);
    },
  );

  for (const act of Object.keys(grantActs) as GrantActName[]) {
    app.post(
      `/v1/grants/:grantId/${act}`,
      requires('department', 'officer', 'operator'),
      describeRoute({
        tags: ['sharing'],
        summary: `Grant: ${act}`,
        responses: { 200: jsonAnswer('The grant after that.', grantAnswer) },
      }),
      validated('param', z.object({ grantId: thingId })),
      validated('json', grantActs[act] as z.ZodObject),
      async (c) => {
        const { grantId } = c.req.valid('param');
        const body = c.req.valid('json') as object;
        // What was asked for is judged by what the directory says now.
        const register = await grants.current();
        const item = register.entry(register.grant(grantId)?.request.type ?? '').published;
        const known = act === 'consent-onward' ? { departments: await departments() } : {};
        return c.json(sentGrant(await give(c as never, grantId, { ...body, ...known, item, kind: act })));
      },
    );
  }
}
