import type { DataOf, EventOf } from './domain-event.ts';
import { covers, type FieldPointer } from './field-pointer.ts';

/** The events in the history of one grant, from the request to the disposal of the data. */
export const grantEventTypes = [
  'sharing.access-requested.v1',
  'sharing.request-incomplete-listed.v1',
  'sharing.request-supplemented.v1',
  'sharing.reply-extended.v1',
  'sharing.reply-overdue.v1',
  'sharing.access-agreed.v1',
  'sharing.access-refused.v1',
  'sharing.access-provisioned.v1',
  'sharing.access-suspended.v1',
  'sharing.access-restored.v1',
  'sharing.access-terminated.v1',
  'sharing.purpose-ended.v1',
  'sharing.data-disposed.v1',
  'sharing.onward-sharing-consented.v1',
  'sharing.scope-exceeded.v1',
  'sharing.dispute-opened.v1',
  'sharing.dispute-coordinated.v1',
  'sharing.dispute-decided.v1',
] as const;

export type GrantEvent = EventOf<(typeof grantEventTypes)[number]>;

export const grantStatuses = [
  'submitted',
  'incomplete',
  /** Not answered in time: a breach, never consent. */
  'overdue',
  'refused',
  'agreed',
  'active',
  'suspended',
  'terminated',
  'purpose-ended',
  'disposed',
] as const;

export type GrantStatus = (typeof grantStatuses)[number];

/** Of a grant under which data was to be had, be it still or no longer. */
export const openedStatuses: readonly GrantStatus[] = [
  'active',
  'suspended',
  'terminated',
  'purpose-ended',
  'disposed',
];

/** A grant as its history made it; a request that is not yet answered is one too. */
export interface Grant {
  readonly status: GrantStatus;
  readonly request: DataOf<'sharing.access-requested.v1'>;
  /** What was agreed; undefined before that. */
  readonly agreed: GrantTerms | undefined;
  /** When complete papers, or what were thought so, last came in, and for which time. */
  readonly received: { readonly on: string; readonly round: number };
  /** When what is missing was listed, which is done once, and the last day to supply it, where it was told. */
  readonly listed: { readonly on: string; readonly supplementBy: string | undefined } | undefined;
  readonly isExtended: boolean;
  /** Who suspended it: a provider cannot lift what the authority imposed. */
  readonly suspendedBy: Capacity | undefined;
  readonly dispute: 'negotiation' | 'coordination' | 'settled' | undefined;
  /** Who coordinated last. */
  readonly coordinatedBy: DataOf<'sharing.dispute-coordinated.v1'>['level'] | undefined;
  readonly onward: readonly OnwardConsent[];
}

/** In which capacity a service is suspended. */
type Capacity = NonNullable<DataOf<'sharing.access-suspended.v1'>['as']>;

export interface GrantTerms {
  readonly fields: readonly FieldPointer[];
  /** First and last day, YYYY-MM-DD in Asia/Shanghai. */
  readonly from: string;
  readonly to: string;
  /** What becomes of the data afterwards; undefined where a third party settled it and the provider said nothing. */
  readonly disposal: string | undefined;
}

export interface OnwardConsent {
  readonly to: string;
  readonly fields: readonly FieldPointer[];
  readonly consentId: string;
}

export function evolveGrant(grant: Grant | undefined, event: GrantEvent): Grant | undefined {
  if (event.type === 'sharing.access-requested.v1') return requested(event.data);
  if (!grant) return undefined;
  switch (event.type) {
    case 'sharing.request-incomplete-listed.v1':
      return {
        ...grant,
        status: 'incomplete',
        listed: { on: event.data.listedOn, supplementBy: event.data.supplementBy },
      };
    case 'sharing.request-supplemented.v1':
      return {
        ...grant,
        status: 'submitted',
        received: { on: event.data.receivedOn, round: grant.received.round + 1 },
      };
    case 'sharing.reply-extended.v1':
      return { ...grant, isExtended: true };
    case 'sharing.reply-overdue.v1':
      return { ...grant, status: 'overdue' };
    case 'sharing.access-agreed.v1':
      return agreed(grant, event.data);
    case 'sharing.access-refused.v1':
      return { ...grant, status: 'refused' };
    case 'sharing.access-provisioned.v1':
      return { ...grant, status: 'active' };
    case 'sharing.access-suspended.v1':
      return {
        ...grant,
        status: 'suspended',
        suspendedBy: event.data.as ?? capacityOf(event.data.by, grant),
      };
    case 'sharing.access-restored.v1':
      return { ...grant, status: 'active', suspendedBy: undefined };
    case 'sharing.access-terminated.v1':
      return { ...grant, status: 'terminated' };
    case 'sharing.purpose-ended.v1':
      return { ...grant, status: 'purpose-ended' };
    case 'sharing.data-disposed.v1':
      return { ...grant, status: 'disposed' };
    case 'sharing.onward-sharing-consented.v1':
      return { ...grant, onward: [...grant.onward, event.data] };
    case 'sharing.scope-exceeded.v1':
      return grant;
    case 'sharing.dispute-opened.v1':
      return { ...grant, dispute: 'negotiation' };
    case 'sharing.dispute-coordinated.v1':
      return settled({ ...grant, coordinatedBy: event.data.level }, event.data.outcome);
    case 'sharing.dispute-decided.v1':
      return settled(grant, event.data.outcome);
  }
}

const grantEvents: ReadonlySet<string> = new Set(grantEventTypes);

export function isGrantEvent(event: { readonly type: string }): event is GrantEvent {
  return grantEvents.has(event.type);
}

/** Whether the requester may pass these fields on to a third department (政务数据共享条例 art. 25). */
export function mayPassOn(grant: Grant, to: string, fields: readonly FieldPointer[]): boolean {
  if (grant.status !== 'active') return false;
  return fields.every((field) =>
    grant.onward.some((consent) => consent.to === to && consent.fields.some((given) => covers(given, field))),
  );
}

/** In which capacity somebody acted, where the event does not say so: version 1.0 did not. */
function capacityOf({ department }: { readonly department: string }, { request }: Grant): Capacity {
  return department === request.provider ? 'provider' : 'authority';
}

function requested(request: DataOf<'sharing.access-requested.v1'>): Grant {
  return {
    status: 'submitted',
    request,
    agreed: undefined,
    received: { on: request.receivedOn, round: 1 },
    listed: undefined,
    isExtended: false,
    suspendedBy: undefined,
    dispute: undefined,
    coordinatedBy: undefined,
    onward: [],
  };
}

function agreed(grant: Grant, { fields, from, to, disposal }: GrantTerms): Grant {
  return {
    ...grant,
    status: 'agreed',
    agreed: { fields, from, to, disposal },
    dispute: grant.dispute && 'settled',
  };
}

/** What a third party settles in favour of the requester is granted as it was asked for. */
function settled(grant: Grant, outcome: 'share' | 'no-share' | 'unsettled'): Grant {
  if (outcome === 'unsettled') return { ...grant, dispute: 'coordination' };
  if (outcome === 'no-share') return { ...grant, status: 'refused', dispute: 'settled' };
  const { fields, from, to } = grant.request;
  return agreed(grant, { fields, from, to, disposal: undefined });
}
