import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { PartStatus, ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import {
  type WebhookEndpoint,
  type WebhookEndpoints,
  type WebhookEvent,
  webhookDecider,
} from '../domain/webhook-endpoints.ts';

/** A webhook in use. */
export interface RegisteredWebhook extends WebhookEndpoint {
  readonly department: string;
  /** The system that registered it, in whose name it reads. */
  readonly system: string;
  /** Epoch milliseconds. */
  readonly registeredAt: number;
  /** Of the request that registered it. */
  readonly requestId: string;
}

/** The webhooks of all departments. */
export interface WebhookRegister {
  webhook(webhookId: string): RegisteredWebhook | undefined;
  all(): readonly RegisteredWebhook[];
  endpointsOf(department: string): WebhookEndpoints;
}

/** The register, as everything recorded so far has made it. */
export interface WebhookView extends ServicePart {
  status(): PartStatus;
  upTo(position: Position): Promise<WebhookRegister>;
  current(): Promise<WebhookRegister>;
  /** As far as it is. */
  now(): WebhookRegister;
}

export function openWebhookView(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told after each change. */
  changed(): void;
}): WebhookView {
  const { store, changed } = options;
  const projection = liveProjection<FoldedRegister>({
    ...options,
    name: 'webhook-register',
    filter: { typePrefixes: ['platform.webhook-'] },
    initialState: () => new FoldedRegister(),
    evolve(register, { id, type, event, recordedAt }) {
      const webhookEvent = { type, subject: event.subject, data: event.data } as unknown as WebhookEvent;
      register.apply(webhookEvent, id, recordedAt);
      changed();
      return register;
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    current: async () => projection.caughtUpTo(await store.head()),
    now: () => projection.state(),
  };
}

type Origin = Pick<RegisteredWebhook, 'department' | 'system' | 'registeredAt' | 'requestId'>;

class FoldedRegister implements WebhookRegister {
  readonly #endpoints = new Map<string, WebhookEndpoints>();
  readonly #origins = new Map<string, Origin>();

  apply(event: WebhookEvent, eventId: string, recordedAt: number): void {
    const department = event.subject;
    const { webhookId } = event.data;
    this.#endpoints.set(department, webhookDecider.evolve(this.endpointsOf(department), event));
    if (event.type === 'platform.webhook-registered.v1') {
      const { system } = event.data.by;
      const origin = { department, system, registeredAt: recordedAt, requestId: eventId };
      this.#origins.set(webhookId, origin);
    } else if (event.type === 'platform.webhook-removed.v1') {
      this.#origins.delete(webhookId);
    }
  }

  webhook(webhookId: string): RegisteredWebhook | undefined {
    const origin = this.#origins.get(webhookId);
    const endpoint = origin && this.endpointsOf(origin.department).inUse.get(webhookId);
    return endpoint && { ...endpoint, ...origin };
  }

  all(): readonly RegisteredWebhook[] {
    return [...this.#origins.keys()].flatMap((webhookId) => this.webhook(webhookId) ?? []);
  }

  endpointsOf(department: string): WebhookEndpoints {
    return this.#endpoints.get(department) ?? webhookDecider.initialState;
  }
}
