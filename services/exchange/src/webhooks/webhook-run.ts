import type { Position } from '@tongban/event-store';
import { type Clock, TongbanError } from '@tongban/kernel';
import {
  defineReactor,
  type ProcessingStore,
  type ProcessorHandle,
  type RedrivenSequence,
  type RetryTerms,
  runProcessor,
} from '@tongban/processing';
import type { Logger } from '@tongban/telemetry';
import type { Actor } from '../domain/actor.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import { type DeliveryOptions, type DeliveryOutcome, isDeliveryFailure, openDelivery } from './delivery.ts';
import { openParkedSequences, type ParkedSequences } from './parked-sequences.ts';
import { readableEvents } from './readable-events.ts';
import { type ReceiverHealth, receiverHealth } from './receiver-health.ts';
import type { WebhookCommands } from './webhook-commands.ts';
import type { WebhookPatience } from './webhook-patience.ts';
import type { RegisteredWebhook, WebhookView } from './webhook-register.ts';

/** A webhook at work: a processor whose redrives and skips are also written down as the webhook's own history. */
export interface WebhookRun extends ProcessorHandle {
  readonly webhook: RegisteredWebhook;
  /** A redrive by somebody of the department. */
  redriveBy(actor: Actor, which: { readonly sequence?: string }): Promise<readonly RedrivenSequence[]>;
  /** When a parked sequence is tried again by itself, epoch milliseconds. */
  dueAt(sequence: string): number | undefined;
  /** The types of which its department may receive something at this moment. */
  readableTypes(): Promise<ReadonlySet<string>>;
}

export interface WebhookRunOptions<Tx> extends DeliveryOptions {
  readonly processing: ProcessingStore<Tx>;
  readonly view: WebhookView;
  readonly commands: WebhookCommands;
  readonly patience: WebhookPatience;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Deliveries of which it is remembered that they succeeded, in case their checkpoint does not. */
const deliveredMax = 2_000;

/** The name of the processor, and so of the checkpoint, of a webhook. */
export function processorOf(webhookId: string): string {
  return `webhook-${webhookId}`;
}

/** Starts to deliver to one webhook, from its checkpoint, in order by stream. */
export async function runWebhook<Tx>(
  webhook: RegisteredWebhook,
  options: WebhookRunOptions<Tx>,
): Promise<WebhookRun> {
  const { store, processing, entitlement, patience, clock, logger } = options;
  const stopping = new AbortController();
  const health = receiverHealth(patience.failingSequencesMax);
  let parked: ParkedSequences | undefined;
  const handle = await runProcessor(
    webhookReactor(webhook, {
      ...options,
      health,
      stopping: stopping.signal,
      recovered: () => void parked?.tryAll(),
    }),
    {
      store: readableEvents(store, webhook, entitlement),
      processing: tellingOfParked(processing, () => void parked?.look()),
      clock,
      logger,
      retry: retryOf(patience, health, stopping.signal),
    },
  );
  const sequences = openParkedSequences({ ...options, webhook, handle });
  parked = sequences;
  void sequences.look();

  return {
    name: handle.name,
    webhook,
    status: () => handle.status(),
    whenProcessed: (position, waiting) => handle.whenProcessed(position, waiting),
    async pause() {
      sequences.pause();
      await handle.pause();
    },
    resume() {
      handle.resume();
      sequences.resume();
    },
    async stop() {
      stopping.abort();
      await Promise.all([handle.stop(), sequences.stop()]);
    },
    redrivePlan: (which) => handle.redrivePlan(which),
    redrive: (which = {}) => sequences.redrive(exchangeActor, which),
    redriveBy: (actor, which) => sequences.redrive(actor, which),
    async skip(skip) {
      await handle.skip(skip);
      void sequences.tryAll();
    },
    skipped: () => handle.skipped(),
    dueAt: (sequence) => sequences.dueAt(sequence),
    async readableTypes() {
      return new Set((await entitlement(webhook.department, await store.head())).types);
    },
  };
}

/** Answers each event by one attempt to deliver it. */
function webhookReactor<Tx>(
  webhook: RegisteredWebhook,
  options: WebhookRunOptions<Tx> & {
    readonly health: ReceiverHealth;
    readonly stopping: AbortSignal;
    recovered(): void;
  },
): ReturnType<typeof defineReactor<Tx>> {
  const { commands, health, stopping, recovered } = options;
  const { webhookId, department } = webhook;
  const deliver = openDelivery(webhook, options);
  // A batch of which one event fails is gone through again: what was taken before is not sent twice.
  const delivered = new Set<Position>();
  let isGone = false;

  return defineReactor<Tx>({
    name: processorOf(webhookId),
    async react(recorded, context) {
      const tell = (outcome: DeliveryOutcome): void => context.tell(outcome);
      if (isGone) return tell('gone');
      if (delivered.has(recorded.position)) return tell('delivered');
      try {
        const outcome = await deliver(recorded, AbortSignal.any([context.signal, stopping]));
        tell(outcome);
        if (outcome === 'withheld') return;
        if (outcome === 'gone') {
          const reason = '接收方返回 410 Gone / the receiver answered 410 Gone';
          await commands(
            { kind: 'remove', actor: exchangeActor, department, webhookId, reason },
            { eventId: context.eventId('gone'), causationId: recorded.id },
          );
          isGone = true;
        }
        if (delivered.size >= deliveredMax) delivered.clear();
        delivered.add(recorded.position);
        if (health.succeeded()) recovered();
      } catch (error) {
        if (isDeliveryFailure(error)) health.failed(recorded.stream);
        throw error;
      }
    },
  });
}

/** An event is parked where the receiver fails on it. Where everything fails, or we do, the webhook waits instead. */
function retryOf({ atOnce }: WebhookPatience, health: ReceiverHealth, stopping: AbortSignal): RetryTerms {
  return {
    ...atOnce,
    isOutage(error) {
      if (stopping.aborted) return true;
      if (isDeliveryFailure(error)) return health.isDown;
      return (
        error instanceof TongbanError && (error.status === 503 || (error.retryable && error.status >= 500))
      );
    },
  };
}

/** The same store, which tells when a transaction parked something. */
function tellingOfParked<Tx>(processing: ProcessingStore<Tx>, tell: () => void): ProcessingStore<Tx> {
  const { checkpoints, parking, generations, deadlines, leases } = processing;
  let isUntold = false;
  return {
    async transaction(work) {
      const result = await processing.transaction(work);
      if (isUntold) {
        isUntold = false;
        tell();
      }
      return result;
    },
    checkpoints,
    generations,
    deadlines,
    leases,
    parking: {
      ...parking,
      async park(tx, processor, events) {
        await parking.park(tx, processor, events);
        isUntold = true;
      },
    },
  };
}
