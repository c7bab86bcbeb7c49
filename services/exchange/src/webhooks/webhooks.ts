import type { EventStore, Position } from '@tongban/event-store';
import { idempotencyKeyReused } from '@tongban/http';
import type { Clock, RandomBytes } from '@tongban/kernel';
import type { ProcessingStore } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import type { Kysely } from '@tongban/view-store';
import type { Actor } from '../domain/actor.ts';
import { sharingErrors } from '../domain/errors.ts';
import { type WebhookCommand, webhookDecider } from '../domain/webhook-endpoints.ts';
import { webhookUrlProblem } from '../domain/webhook-url.ts';
import { exchangeErrors } from '../errors.ts';
import type { ReadRecorder } from '../feeds/read-recorder.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { addressGuard } from './address-guard.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { EntitlementAt } from './readable-events.ts';
import { webhookCommandsOver } from './webhook-commands.ts';
import { openWebhookDispatcher, type WebhookDispatcher } from './webhook-dispatcher.ts';
import { type WebhookPatience, webhookPatience } from './webhook-patience.ts';
import { openWebhookView, type RegisteredWebhook } from './webhook-register.ts';
import { openWebhookSender } from './webhook-request.ts';
import { processorOf, type WebhookRun } from './webhook-run.ts';
import { openWebhookSecrets, type WebhookSecretTables } from './webhook-secrets.ts';

export interface NewWebhook {
  readonly webhookId: string;
  /** Of the request that registers it: the same again has the same, and is a repeat. The event has it as its id. */
  readonly requestId: string;
  readonly url: string;
  /** Only these event types; undefined for all that the department may read. */
  readonly types?: readonly string[];
  /** Events after this position are delivered. */
  readonly after: Position;
}

/** The webhooks of all departments: their register, their secrets, and the deliveries. */
export interface Webhooks extends ServicePart {
  /**
   * Registers a webhook of the actor's department and answers it with its secret. The same again changes nothing and
   * answers the secret that it has.
   * @throws E_WEBHOOK_ADDRESS, E_ENDPOINT_URL, E_ENDPOINT_LIMIT; E_ENDPOINT_TAKEN where the id was used by others or is removed;
   * E_HTTP_IDEMPOTENCY_KEY_REUSED where it is of another request
   */
  register(
    actor: Actor,
    webhook: NewWebhook,
  ): Promise<{ readonly webhook: RegisteredWebhook; readonly secret: string }>;
  /** Nothing is sent any more when it answers. @throws E_WEBHOOK_NOT_FOUND */
  remove(actor: Actor, webhookId: string, reason: string): Promise<void>;
  /** A new secret; the one before signs beside it for 24 hours. @throws E_WEBHOOK_NOT_FOUND */
  renewSecret(actor: Actor, webhookId: string): Promise<string>;
  /** The webhooks of a department. */
  of(department: string): Promise<readonly RegisteredWebhook[]>;
  /** One webhook of a department. @throws E_WEBHOOK_NOT_FOUND, also where it is another department's */
  webhook(department: string, webhookId: string): Promise<RegisteredWebhook>;
  /** Its deliveries; undefined where they could not be started. */
  run(webhookId: string): WebhookRun | undefined;
  runs(): readonly WebhookRun[];
  /** Delivers until the part that it answers is stopped; for a process that was opened resting. */
  activate(): ServicePart;
}

export interface WebhooksOptions<Tx> {
  readonly store: EventStore;
  readonly processing: ProcessingStore<Tx>;
  readonly db: Kysely<WebhookSecretTables>;
  readonly commands: SharingCommands;
  readonly entitlement: EntitlementAt;
  readonly recorder: ReadRecorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly allowedAddresses: readonly string[];
  readonly timeoutMs: number;
  /** False: it rests until it is activated, because another process may deliver. */
  readonly isActive: boolean;
  /** Default `webhookPatience`. */
  readonly patience?: WebhookPatience;
}

/** Takes up the webhooks that are registered, and begins to deliver. */
export async function openWebhooks<Tx>(options: WebhooksOptions<Tx>): Promise<Webhooks> {
  const { processing, logger } = options;
  const guard = addressGuard(options.allowedAddresses);
  const sender = openWebhookSender({ guard, timeoutMs: options.timeoutMs });
  const secrets = openWebhookSecrets(options);
  const commands = webhookCommandsOver(options.commands);
  let dispatcher: WebhookDispatcher | undefined;
  const view = openWebhookView({ ...options, changed: () => dispatcher?.wake() });
  const patience = options.patience ?? webhookPatience;
  const opened = await openWebhookDispatcher({ ...options, view, commands, secrets, sender, patience });
  dispatcher = opened;
  opened.wake();

  const webhook: Webhooks['webhook'] = async (department, webhookId) => {
    const found = (await view.current()).webhook(webhookId);
    if (found?.department === department) return found;
    throw exchangeErrors.error('E_WEBHOOK_NOT_FOUND', { facts: { webhookId } });
  };

  /** Returns when the deliveries are as the command says. */
  const give = async (command: WebhookCommand, eventId?: string): Promise<void> => {
    const position = await commands(command, eventId === undefined ? {} : { eventId });
    if (position !== undefined) await opened.upTo(position);
  };

  const registering = oneAtATime();
  const register: Webhooks['register'] = async (actor, { after, requestId, ...registration }) => {
    const { department } = actor;
    const { webhookId } = registration;
    const registered = await view.current();
    const known = registered.webhook(webhookId);
    if (known) {
      if (known.department !== department) throw sharingErrors.error('E_ENDPOINT_TAKEN');
      if (known.requestId !== requestId) throw idempotencyKeyReused();
      const [secret] = await secrets.signing(webhookId);
      return { webhook: known, secret: secret ?? (await secrets.renew(webhookId)) };
    }
    const command: WebhookCommand = { ...registration, kind: 'register', actor, department };
    // What is refused leaves nothing behind. It is decided again where it counts, when it is appended.
    webhookDecider.decide(registered.endpointsOf(department), command);
    // Before the webhook is known, so that the first delivery finds its secret and its beginning.
    const secret = await secrets.renew(webhookId);
    await processing.transaction((tx) => processing.checkpoints.move(tx, processorOf(webhookId), after));
    await give(command, requestId);
    return { webhook: await webhook(department, webhookId), secret };
  };

  return {
    name: 'webhooks',
    status: () => ({ state: view.status().state }),
    webhook,
    run: (webhookId) => opened.run(webhookId),
    runs: () => opened.runs(),
    activate() {
      void opened.setActive(true);
      return {
        name: 'webhook-deliveries',
        status: () => ({ state: 'running' }),
        stop: () => opened.setActive(false),
      };
    },
    async of(department) {
      return (await view.current()).all().filter((one) => one.department === department);
    },

    async register(actor, wanted) {
      if (!webhookUrlProblem(wanted.url)) await guard.check(new URL(wanted.url));
      // One at a time, so that of two requests that are the same the second finds what the first registered.
      return registering.run(() => register(actor, wanted));
    },

    async remove(actor, webhookId, reason) {
      const { department } = await webhook(actor.department, webhookId);
      await give({ kind: 'remove', actor, department, webhookId, reason });
    },

    async renewSecret(actor, webhookId) {
      const { department } = await webhook(actor.department, webhookId);
      const secret = await secrets.renew(webhookId);
      const { system, officer } = actor;
      logger.info({ webhookId, department, system, officer }, 'The secret of a webhook was renewed.');
      return secret;
    },

    async stop() {
      await opened.stop();
      await view.stop();
      sender.close();
    },
  };
}
