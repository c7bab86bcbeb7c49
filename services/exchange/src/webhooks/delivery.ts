import type { EventStore, Position, RecordedEvent } from '@tongban/event-store';
import { type Clock, instant } from '@tongban/kernel';
import { withSpan } from '@tongban/telemetry';
import { exchangeErrors } from '../errors.ts';
import { hashOfEvents, type OutgoingItem, outgoingItem } from '../feeds/feed-item.ts';
import type { ReadRecorder } from '../feeds/read-recorder.ts';
import type { EntitlementAt } from './readable-events.ts';
import type { RegisteredWebhook } from './webhook-register.ts';
import type { WebhookSender } from './webhook-request.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';
import { signatureHeaders } from './webhook-signature.ts';

/** `withheld`: the department may not read it at this moment. `gone`: the receiver wants nothing any more. */
export type DeliveryOutcome = 'delivered' | 'withheld' | 'gone';

export interface DeliveryOptions {
  readonly store: EventStore;
  readonly entitlement: EntitlementAt;
  readonly recorder: ReadRecorder;
  readonly secrets: WebhookSecrets;
  readonly sender: WebhookSender;
  readonly clock: Clock;
}

/** Reads of which it is remembered that they are written down, for the attempts that follow. */
const recordedReadsMax = 1_000;

/**
 * Makes one attempt to hand an event to a webhook: the entitlement is asked, the read is written down, and only then
 * the item is sent. An attempt that says the same as one before it is the same read.
 * @throws E_WEBHOOK_DELIVERY or E_WEBHOOK_ADDRESS where the receiver did not take it, E_WEBHOOK_SECRET_MISSING
 */
export function openDelivery(
  webhook: RegisteredWebhook,
  options: DeliveryOptions,
): (recorded: RecordedEvent, signal: AbortSignal) => Promise<DeliveryOutcome> {
  const { store, entitlement, recorder, secrets, clock } = options;
  const { department, system, webhookId } = webhook;
  const recordedReads = new Map<Position, string>();

  return async (recorded, signal) => {
    const { types, reveal } = await entitlement(department, await store.head());
    const seen = types.includes(recorded.type) ? await reveal(recorded) : undefined;
    if (!seen) return 'withheld';
    const item = outgoingItem(department, recorded, seen);

    const responseHash = hashOfEvents([seen]);
    if (recordedReads.get(recorded.position) !== responseHash) {
      await recorder.record({
        ...{ department, system, channel: 'webhook', limit: 1, events: 1, responseHash },
        after: recorded.position - 1,
        last: recorded.position,
        grants: seen.grants.map((grant) => ({ ...grant, count: 1 })),
        time: instant(clock.now()),
      });
      if (recordedReads.size >= recordedReadsMax) recordedReads.clear();
      recordedReads.set(recorded.position, responseHash);
    }

    const signing = await secrets.signing(webhookId);
    if (signing.length === 0) {
      throw exchangeErrors.error('E_WEBHOOK_SECRET_MISSING', { facts: { webhookId } });
    }
    const attributes = { 'tongban.webhook': webhookId, 'tongban.department': department };
    return withSpan(
      'webhook delivery',
      attributes,
      () => send({ ...options, webhook, item, signing, signal }),
      recorded.event,
    );
  };
}

/** Whether an error says that the receiver did not take an event, and not that we could not offer it. */
export function isDeliveryFailure(error: unknown): boolean {
  return exchangeErrors.is(error, 'E_WEBHOOK_DELIVERY') || exchangeErrors.is(error, 'E_WEBHOOK_ADDRESS');
}

async function send(sending: {
  readonly sender: WebhookSender;
  readonly clock: Clock;
  readonly webhook: RegisteredWebhook;
  readonly item: OutgoingItem;
  readonly signing: readonly string[];
  readonly signal: AbortSignal;
}): Promise<DeliveryOutcome> {
  const { sender, clock, webhook, item, signing, signal } = sending;
  const body = Buffer.concat(item.parts).toString();
  const signed = signatureHeaders({ id: item.cursor, sentAt: clock.now(), body, secrets: signing });
  const headers = { 'content-type': 'application/json', 'user-agent': 'tongban-webhooks/1', ...signed };
  let status: number;
  try {
    status = await sender.post({ url: webhook.url, headers, body, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (exchangeErrors.is(error, 'E_WEBHOOK_ADDRESS')) throw error;
    throw unreachable(error);
  }
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  throw exchangeErrors.error('E_WEBHOOK_DELIVERY', {
    detail: { zh: `接收方返回 HTTP ${status}`, en: `The receiver answered HTTP ${status}` },
    facts: { receiverStatus: status },
  });
}

function unreachable(cause: unknown): Error {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  // Where a host has several addresses, Node's error has a code and no text.
  const why = String(message || code || cause);
  return exchangeErrors.error('E_WEBHOOK_DELIVERY', {
    detail: { zh: `未能送达接收方：${why}`, en: `The receiver was not reached: ${why}` },
    cause,
  });
}
