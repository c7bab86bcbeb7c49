import type { EventStore } from '@tongban/event-store';
import {
  type Answered,
  type App,
  type AppContext,
  commandId,
  creationId,
  describeRoute,
  identityOf,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import type { IdSource } from '@tongban/kernel';
import { z } from 'zod';
import { exchangeErrors } from '../errors.ts';
import { cursorPosition } from '../feeds/feed-cursor.ts';
import { unknownTypesIn } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { RegisteredWebhook } from '../webhooks/webhook-register.ts';
import type { WebhookRun } from '../webhooks/webhook-run.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { actorOf } from './actor-of.ts';
import { eventType, text } from './input-shapes.ts';
import {
  planAnswer,
  redrivenAnswer,
  sampleEvents,
  sentPlan,
  sentRedriven,
  sentWebhook,
  webhookAnswer,
} from './sent-webhook.ts';

export interface WebhookRoutesOptions {
  readonly webhooks: Webhooks;
  readonly store: EventStore;
  readonly contracts: Pick<ContractView, 'current'>;
  readonly ids: IdSource;
}

const newWebhook = z.strictObject({
  url: text(10_000).describe('http or https, at most 1,990 characters, no credentials, no fragment'),
  types: z
    .array(eventType)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Only these event types, and corrections of them; default all that your department may read. Each has a contract; a grant may come later',
    ),
  from: z
    .string()
    .min(1)
    .max(100)
    .default('now')
    .describe('`beginning`, `now`, or a cursor of your feed: what comes after it is delivered'),
});

const secret = z.string().describe('Of Standard Webhooks: `whsec_…`; shown only here');
const registeredAnswer = named(
  'RegisteredWebhook',
  '新登记的推送地址及其密钥 / A webhook as it was registered, with its secret',
  webhookAnswer.extend({ secret }),
);
const redriveAnswer = z.union([
  planAnswer.extend({ dryRun: z.literal(true) }),
  z.object({ dryRun: z.literal(false), sequences: z.array(redrivenAnswer) }),
]);

/** Webhooks of a department, which sees and manages its own alone. */
export function mountWebhookRoutes(
  app: App,
  { webhooks, store, contracts, ids }: WebhookRoutesOptions,
): void {
  const own = (c: AppContext): Promise<RegisteredWebhook> =>
    webhooks.webhook(identityOf(c).department, c.req.param('webhookId') ?? '');

  const runOf = ({ webhookId }: RegisteredWebhook): WebhookRun => {
    const run = webhooks.run(webhookId);
    if (run) return run;
    throw exchangeErrors.error('E_WEBHOOK_NOT_RUNNING', { facts: { webhookId } });
  };

  const sent = (webhook: RegisteredWebhook): Promise<Answered<typeof webhookAnswer>> =>
    sentWebhook(webhook, webhooks.run(webhook.webhookId));

  app.post(
    '/v1/webhooks',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'Register an address to which your feed is pushed 登记推送地址',
      description:
        'Deliveries are the items of your feed, signed by Standard Webhooks with the secret of the answer, which is ' +
        'shown only here. A delivery is an answer of 2xx; 410 removes the webhook; everything else is tried again, in ' +
        'order by `stream`. The same item may come twice: `webhook-id` is its cursor.',
      responses: { 201: jsonAnswer('Registered.', registeredAnswer) },
    }),
    validated('json', newWebhook),
    async (c) => {
      const { url, types, from } = c.req.valid('json');
      // A type without a grant now may have one later; one without a contract is a mistake that would stay unseen.
      const unknown = unknownTypesIn(types ?? [], '/types', await contracts.current());
      if (unknown) throw unknown;
      const actor = actorOf(c);
      const after = positionFrom(from, actor.department, await store.head());
      const webhookId = creationId(c, ids);
      const wanted = {
        webhookId,
        requestId: commandId(c, ids),
        url,
        after,
        ...(types === undefined ? {} : { types: [...new Set(types)] }),
      };
      const { webhook, secret } = await webhooks.register(actor, wanted);
      return c.json({ ...(await sent(webhook)), secret }, 201);
    },
  );

  app.get(
    '/v1/webhooks',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'The webhooks of your department 推送地址',
      responses: { 200: jsonAnswer('The webhooks.', z.object({ webhooks: z.array(webhookAnswer) })) },
    }),
    async (c) => {
      const registered = await webhooks.of(identityOf(c).department);
      return c.json({ webhooks: await Promise.all(registered.map(sent)) });
    },
  );

  app.get(
    '/v1/webhooks/:webhookId',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'How far one webhook is, and what is wrong 推送状态',
      description:
        '`running`; `retrying`: an event failed and is tried again; `waiting`: the receiver is down, nothing is ' +
        'parked, and deliveries go on when it answers; `paused` by operations; `stopped`.',
      responses: { 200: jsonAnswer('The webhook.', webhookAnswer) },
    }),
    async (c) => c.json(await sent(await own(c))),
  );

  app.delete(
    '/v1/webhooks/:webhookId',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'Remove a webhook 移除推送地址',
      responses: { 204: { description: 'Nothing is sent there any more.' } },
    }),
    validated('query', z.object({ reason: text(1_000).default('部门移除 / removed by the department') })),
    async (c) => {
      const { webhookId } = await own(c);
      await webhooks.remove(actorOf(c), webhookId, c.req.valid('query').reason);
      return c.body(null, 204);
    },
  );

  app.post(
    '/v1/webhooks/:webhookId/secret',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'Make a new secret 更换密钥',
      description:
        'The secret before it signs beside it for 24 hours, so that your receiver can change in between.',
      responses: { 200: jsonAnswer('The secret.', z.object({ webhookId: z.string(), secret })) },
    }),
    async (c) => {
      const { webhookId } = await own(c);
      return c.json({ webhookId, secret: await webhooks.renewSecret(actorOf(c), webhookId) });
    },
  );

  app.get(
    '/v1/webhooks/:webhookId/parked',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'The sequences that are set aside, and why 已搁置的序列',
      responses: { 200: jsonAnswer('The sequences.', planAnswer) },
    }),
    async (c) => {
      const webhook = await own(c);
      return c.json(await planOf(webhook, runOf(webhook), {}));
    },
  );

  app.post(
    '/v1/webhooks/:webhookId/redrive',
    requires('department', 'officer'),
    describeRoute({
      tags: ['webhooks'],
      summary: 'Deliver what is set aside, after a dry run 重新推送',
      description:
        'In order within each sequence, up to its first failure. What your department may not receive at this moment, ' +
        'because a grant is suspended or over, is passed over and counted as `withheld`, not as `delivered`. With ' +
        '`dryRun` it only says what it would do.',
      responses: { 200: jsonAnswer('What it would do, or what it did.', redriveAnswer) },
    }),
    validated(
      'json',
      z.strictObject({
        dryRun: z.boolean(),
        sequence: z.string().min(1).max(256).optional().describe('Default: every sequence'),
      }),
    ),
    async (c) => {
      const { dryRun, sequence } = c.req.valid('json');
      const webhook = await own(c);
      const run = runOf(webhook);
      const which = sequence === undefined ? {} : { sequence };
      if (dryRun) {
        return c.json({ dryRun, ...(await planOf(webhook, run, which)) });
      }
      const done = await run.redriveBy(actorOf(c), which);
      return c.json({ dryRun, sequences: done.map((one) => sentRedriven(webhook.department, one)) });
    },
  );
}

async function planOf(
  { department }: RegisteredWebhook,
  run: WebhookRun,
  which: { readonly sequence?: string },
): Promise<Answered<typeof planAnswer>> {
  const plan = await run.redrivePlan({ ...which, sampleEvents });
  return sentPlan(department, run, plan, await run.readableTypes());
}

function positionFrom(from: string, department: string, head: number): number {
  if (from === 'beginning') return 0;
  if (from === 'now') return head;
  const position = cursorPosition(from, department, head, 'from');
  if (!position.ok) throw position.failure;
  return position.value;
}
