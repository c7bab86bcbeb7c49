import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { covers, mergeFields } from './field-pointer.ts';
import { type Grant, type GrantEvent, openedStatuses } from './grant.ts';
import type { GrantCommandOf } from './grant-command.ts';
import {
  idOf,
  partiesOf,
  requireProvider,
  requireProviderOrAuthority,
  requireReason,
  requireRequester,
  requireRequesterOrAuthority,
  requireStatus,
} from './grant-guards.ts';
import { unknownDepartment, unknownDepartmentProblems } from './known-department.ts';
import { requireOngoing, requireShareable } from './still-shareable.ts';

/** Opens what was agreed to, where it can still be shared: a feed that carries nothing is no delivery. */
export function provision(grant: Grant, { actor, on, item }: GrantCommandOf<'provision'>): GrantEvent {
  requireProviderOrAuthority(grant, actor);
  requireStatus(grant, 'agreed');
  if (grant.agreed) requireShareable(grant, grant.agreed, item, on);
  return domainEvent('sharing.access-provisioned.v1', idOf(grant), {
    ...partiesOf(grant),
    type: grant.request.type,
    way: grant.request.way,
    provisionedOn: on,
    by: actedBy(actor),
  });
}

/**
 * Art. 27: a provider may not change the service alone, but it suspends misuse, with a reason. The authority suspends what
 * is active, or takes over what the provider has suspended, which the provider can restore no longer then.
 */
export function suspend(
  grant: Grant,
  { actor, on, reasonCode, reason }: GrantCommandOf<'suspend'>,
): GrantEvent {
  requireProviderOrAuthority(grant, actor);
  if (!isTakenOver(grant, actor)) requireStatus(grant, 'active');
  requireReason(reason);
  if (reasonCode === 'rectification' && !isAuthority(actor)) {
    throw sharingErrors.error('E_GRANT_PROVIDER_MAY_NOT_END');
  }
  return domainEvent('sharing.access-suspended.v1', idOf(grant), {
    ...partiesOf(grant),
    reasonCode,
    reason,
    suspendedOn: on,
    as: isAuthority(actor) ? 'authority' : 'provider',
    by: actedBy(actor),
  });
}

/** Whether the authority makes a suspension of the provider its own. */
function isTakenOver({ status, suspendedBy }: Grant, actor: Actor): boolean {
  return isAuthority(actor) && status === 'suspended' && suspendedBy === 'provider';
}

/**
 * 上海市数据条例 art. 39: use beyond the scope is stopped at once, by whoever finds it; the authority's finding binds. Use
 * that is over may be found out too; of what was never opened there is none.
 */
export function reportExcess(grant: Grant, command: GrantCommandOf<'report-excess'>): readonly GrantEvent[] {
  const { actor, on, exceeded, finding } = command;
  requireProviderOrAuthority(grant, actor);
  requireStatus(grant, ...openedStatuses);
  requireReason(finding);
  const found = domainEvent('sharing.scope-exceeded.v1', idOf(grant), {
    ...partiesOf(grant),
    kind: exceeded,
    finding,
    foundOn: on,
    by: actedBy(actor),
  });
  if (grant.status !== 'active' && !isTakenOver(grant, actor)) return [found];
  return [
    found,
    suspend(grant, { kind: 'suspend', actor, on, reasonCode: 'scope-exceeded', reason: finding }),
  ];
}

export function restore(grant: Grant, { actor, on, rectification }: GrantCommandOf<'restore'>): GrantEvent {
  requireProviderOrAuthority(grant, actor);
  requireStatus(grant, 'suspended');
  if (!isAuthority(actor) && grant.suspendedBy === 'authority') {
    throw sharingErrors.error('E_GRANT_SUSPENDED_BY_AUTHORITY');
  }
  requireReason(rectification);
  return domainEvent('sharing.access-restored.v1', idOf(grant), {
    ...partiesOf(grant),
    rectification,
    restoredOn: on,
    by: actedBy(actor),
  });
}

export function terminate(
  grant: Grant,
  { actor, on, reasonCode, reason }: GrantCommandOf<'terminate'>,
): GrantEvent {
  if (!isAuthority(actor)) {
    const isProvider = speaksFor(actor, grant.request.provider);
    throw sharingErrors.error(isProvider ? 'E_GRANT_PROVIDER_MAY_NOT_END' : 'E_GRANT_NOT_AUTHORITY');
  }
  requireStatus(grant, 'suspended');
  requireReason(reason);
  return domainEvent('sharing.access-terminated.v1', idOf(grant), {
    ...partiesOf(grant),
    reasonCode,
    reason,
    terminatedOn: on,
    by: actedBy(actor),
  });
}

/** The requester says that its purpose is over, or the authority finds so. */
export function endPurpose(grant: Grant, { actor, on, reason }: GrantCommandOf<'end-purpose'>): GrantEvent {
  requireRequesterOrAuthority(grant, actor);
  requireStatus(grant, 'active', 'suspended');
  requireReason(reason);
  return domainEvent('sharing.purpose-ended.v1', idOf(grant), {
    ...partiesOf(grant),
    reason,
    endedOn: on,
    by: actedBy(actor),
  });
}

export function dispose(
  grant: Grant,
  { actor, on, method, certificate }: GrantCommandOf<'dispose'>,
): GrantEvent {
  requireRequester(grant, actor);
  requireStatus(grant, 'purpose-ended', 'terminated');
  return domainEvent('sharing.data-disposed.v1', idOf(grant), {
    ...partiesOf(grant),
    method,
    certificate,
    disposedOn: on,
    by: actedBy(actor),
  });
}

/** Art. 25: to a third department, which neither of the two is, and which is known; and while the period runs. */
export function consentOnward(grant: Grant, command: GrantCommandOf<'consent-onward'>): GrantEvent {
  const { actor, on, to, departments, fields, purpose, consentId } = command;
  requireProvider(grant, actor);
  requireStatus(grant, 'active');
  requireReason(purpose);
  if (grant.agreed) requireOngoing(grant.agreed, on);
  requireThird(grant, to, departments);
  const given = grant.agreed?.fields ?? [];
  if (fields.length === 0 || !fields.every((field) => given.some((one) => covers(one, field)))) {
    throw sharingErrors.error('E_GRANT_TERMS_WIDER', { facts: { granted: given } });
  }
  return domainEvent('sharing.onward-sharing-consented.v1', idOf(grant), {
    ...partiesOf(grant),
    to,
    fields: mergeFields(fields),
    purpose,
    consentId,
    consentedOn: on,
    by: actedBy(actor),
  });
}

function requireThird({ request }: Grant, to: string, departments: readonly string[]): void {
  const isParty = to === request.requester || to === request.provider;
  const party = isParty ? partyProblem(to) : undefined;
  const problems = party ? [party] : unknownDepartmentProblems('/to', to, departments);
  if (problems.length === 0) return;
  const detail = party?.message ?? unknownDepartment(to, departments);
  throw sharingErrors.error('E_GRANT_ONWARD', { detail, facts: { to }, problems });
}

function partyProblem(to: string): Problem {
  return {
    pointer: '/to',
    rule: 'third-department',
    message: {
      zh: `${to} 是本授权的当事部门；转给的须是第三方部门`,
      en: `${to} is a party to this grant; what is passed on goes to a third department`,
    },
  };
}
