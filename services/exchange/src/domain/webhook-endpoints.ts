import { limits } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { webhookUrlProblem } from './webhook-url.ts';

export type WebhookEvent = EventOf<
  | 'platform.webhook-registered.v1'
  | 'platform.webhook-removed.v1'
  | 'platform.webhook-parked.v1'
  | 'platform.webhook-resumed.v1'
>;

/** An address to which a department's feed is pushed. Its secret is kept elsewhere: never in an event. */
export interface WebhookEndpoint {
  readonly webhookId: string;
  readonly url: string;
  /** Only these event types; undefined for all. */
  readonly types: readonly string[] | undefined;
  /** Sequences set aside, each with the position of the first event that failed. */
  readonly parked: ReadonlyMap<string, string>;
}

/** The endpoints of one department. Ids are never used again. */
export interface WebhookEndpoints {
  readonly inUse: ReadonlyMap<string, WebhookEndpoint>;
  readonly everUsed: ReadonlySet<string>;
}

export type WebhookCommand = {
  readonly actor: Actor;
  readonly department: string;
  readonly webhookId: string;
} & (
  | { readonly kind: 'register'; readonly url: string; readonly types?: readonly string[] }
  | { readonly kind: 'remove'; readonly reason: string }
  | {
      readonly kind: 'park';
      readonly sequence: string;
      readonly position: string;
      readonly attempts: number;
      readonly failure: string;
    }
  | { readonly kind: 'resume'; readonly sequence: string }
);

type Of<Kind extends WebhookCommand['kind']> = Extract<WebhookCommand, { readonly kind: Kind }>;

/** The rules of one department's webhooks. */
export const webhookDecider: Decider<WebhookEndpoints, WebhookCommand, WebhookEvent> = {
  initialState: { inUse: new Map(), everUsed: new Set() },
  decide(endpoints, command) {
    const { actor, department } = command;
    if (!speaksFor(actor, department) && !isAuthority(actor))
      throw sharingErrors.error('E_ENDPOINT_NOT_OWNER');
    if (command.kind === 'register') return [register(endpoints, command)];
    const endpoint = endpoints.inUse.get(command.webhookId);
    if (!endpoint) throw sharingErrors.error('E_ENDPOINT_NOT_FOUND');
    switch (command.kind) {
      case 'remove':
        return [remove(command)];
      case 'park':
        return park(endpoint, command);
      case 'resume':
        return [resume(endpoint, command)];
    }
  },
  evolve({ inUse, everUsed }, event) {
    const after = new Map(inUse);
    const { webhookId } = event.data;
    if (event.type === 'platform.webhook-registered.v1') {
      const { url, types } = event.data;
      after.set(webhookId, { webhookId, url, types, parked: new Map() });
      return { inUse: after, everUsed: new Set([...everUsed, webhookId]) };
    }
    const endpoint = inUse.get(webhookId);
    if (event.type === 'platform.webhook-removed.v1' || !endpoint) after.delete(webhookId);
    else {
      const parked = new Map(endpoint.parked);
      if (event.type === 'platform.webhook-parked.v1') parked.set(event.data.sequence, event.data.position);
      else parked.delete(event.data.sequence);
      after.set(webhookId, { ...endpoint, parked });
    }
    return { inUse: after, everUsed };
  },
};

function register(endpoints: WebhookEndpoints, command: Of<'register'>): WebhookEvent {
  const { actor, department, webhookId, url, types } = command;
  const problem = webhookUrlProblem(url);
  if (problem) throw sharingErrors.error('E_ENDPOINT_URL', { detail: problem.message, problems: [problem] });
  if (endpoints.everUsed.has(webhookId)) throw sharingErrors.error('E_ENDPOINT_TAKEN');
  if (endpoints.inUse.size >= limits.webhooksMax) {
    throw sharingErrors.error('E_ENDPOINT_LIMIT', { facts: { webhooksMax: limits.webhooksMax } });
  }
  return domainEvent('platform.webhook-registered.v1', department, {
    department,
    webhookId,
    url,
    ...(types === undefined ? {} : { types }),
    by: actedBy(actor),
  });
}

function remove({ actor, department, webhookId, reason }: Of<'remove'>): WebhookEvent {
  return domainEvent('platform.webhook-removed.v1', department, {
    department,
    webhookId,
    reason,
    by: actedBy(actor),
  });
}

/** A sequence that is parked stays parked at its first failure; saying so again changes nothing. */
function park(endpoint: WebhookEndpoint, command: Of<'park'>): readonly WebhookEvent[] {
  const { actor, department, webhookId, sequence, position, attempts, failure } = command;
  if (!isAuthority(actor)) throw sharingErrors.error('E_ENDPOINT_NOT_OWNER');
  if (endpoint.parked.has(sequence)) return [];
  const data = { department, webhookId, sequence, position, attempts, failure };
  return [domainEvent('platform.webhook-parked.v1', department, data)];
}

function resume(
  endpoint: WebhookEndpoint,
  { actor, department, webhookId, sequence }: Of<'resume'>,
): WebhookEvent {
  const position = endpoint.parked.get(sequence);
  if (position === undefined) throw sharingErrors.error('E_ENDPOINT_STATUS', { facts: { sequence } });
  const data = { department, webhookId, sequence, position, by: actedBy(actor) };
  return domainEvent('platform.webhook-resumed.v1', department, data);
}
