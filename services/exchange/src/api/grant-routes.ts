import { localDateOf } from '@tongban/calendar';
import {
  type App,
  type AppContext,
  commandId,
  creationId,
  describeRoute,
  requires,
  validated,
} from '@tongban/http';
import type { Clock, IdSource } from '@tongban/kernel';
import { z } from 'zod';
import { type Grant, grantStatuses } from '../domain/grant.ts';
import type { GrantCommand } from '../domain/grant-command.ts';
import { grantDecider } from '../domain/grant-decider.ts';
import type { SharingRules } from '../domain/sharing-rule.ts';
import { exchangeErrors } from '../errors.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { accessRequestBody, type GrantActName, grantActs } from './grant-acts.ts';
import { thingId } from './input-shapes.ts';

export interface GrantRoutesOptions {
  readonly commands: SharingCommands;
  readonly grants: GrantView;
  readonly rules: SharingRules;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Grants: the public register, requests and every act of their lives. */
export function mountGrantRoutes(app: App, options: GrantRoutesOptions): void {
  const { commands, grants, rules, clock, ids } = options;
  const decider = grantDecider(rules);

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
    describeRoute({ tags: ['sharing'], summary: 'One grant 授权详情' }),
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
      responses: { 201: { description: 'Requested.' } },
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
      describeRoute({ tags: ['sharing'], summary: `Grant: ${act}` }),
      validated('param', z.object({ grantId: thingId })),
      validated('json', grantActs[act] as z.ZodObject),
      async (c) => {
        const { grantId } = c.req.valid('param');
        const body = c.req.valid('json') as object;
        return c.json(sentGrant(await give(c as never, grantId, { ...body, kind: act })));
      },
    );
  }
}

function sentGrant(grant: Grant): {
  readonly grantId: string;
  readonly requester: string;
  readonly provider: string;
  readonly type: string;
  readonly status: string;
} & Record<string, unknown> {
  const { request, agreed, status } = grant;
  return {
    grantId: request.grantId,
    requester: request.requester,
    provider: request.provider,
    type: request.type,
    status,
    request,
    agreed: agreed ?? null,
  };
}
