import type { TongbanError } from '@tongban/kernel';
import { type Actor, isAuthority, speaksFor } from './actor.ts';
import { sharingErrors } from './errors.ts';
import type { Grant, GrantStatus } from './grant.ts';
import { onlyDepartment, orAuthority } from './who-may-act.ts';

export function idOf(grant: Grant): string {
  return grant.request.grantId;
}

export function partiesOf({ request: { grantId, requester, provider } }: Grant): {
  readonly grantId: string;
  readonly requester: string;
  readonly provider: string;
} {
  return { grantId, requester, provider };
}

export function requireProvider({ request: { provider } }: Grant, actor: Actor): void {
  if (speaksFor(actor, provider)) return;
  const detail = onlyDepartment(`提供部门 ${provider}`, `the provider ${provider}`);
  throw sharingErrors.error('E_GRANT_NOT_PROVIDER', { detail, facts: { provider } });
}

export function requireProviderOrAuthority({ request: { provider } }: Grant, actor: Actor): void {
  if (isAuthority(actor) || speaksFor(actor, provider)) return;
  const detail = orAuthority(`提供部门 ${provider}`, `the provider ${provider}`);
  throw sharingErrors.error('E_GRANT_NOT_PROVIDER', { detail, facts: { provider } });
}

export function requireRequester({ request: { requester } }: Grant, actor: Actor): void {
  if (speaksFor(actor, requester)) return;
  const detail = onlyDepartment(`需求部门 ${requester}`, `the requester ${requester}`);
  throw sharingErrors.error('E_GRANT_NOT_REQUESTER', { detail, facts: { requester } });
}

export function requireRequesterOrAuthority({ request: { requester } }: Grant, actor: Actor): void {
  if (isAuthority(actor) || speaksFor(actor, requester)) return;
  const detail = orAuthority(`需求部门 ${requester}`, `the requester ${requester}`);
  throw sharingErrors.error('E_GRANT_NOT_REQUESTER', { detail, facts: { requester } });
}

export function requireAuthority(actor: Actor): void {
  if (!isAuthority(actor)) throw sharingErrors.error('E_GRANT_NOT_AUTHORITY');
}

export function requireStatus(grant: Grant, ...statuses: readonly GrantStatus[]): void {
  if (!statuses.includes(grant.status)) throw statusError(grant, statuses);
}

export function isDisputed({ dispute: stage }: Grant): boolean {
  return stage === 'negotiation' || stage === 'coordination';
}

export function requireReason(text: string): void {
  if (text.trim() === '') throw sharingErrors.error('E_GRANT_REASON_MISSING');
}

export function statusError(
  { status, dispute: stage }: Grant,
  statuses?: readonly GrantStatus[],
): TongbanError {
  return sharingErrors.error('E_GRANT_STATUS', {
    detail: {
      zh: `授权状态为 ${status}${stage ? `（争议：${stage}）` : ''}${statuses ? `，须为 ${statuses.join(' 或 ')}` : ''}`,
      en: `The grant is ${status}${stage ? ` (dispute: ${stage})` : ''}${statuses ? ` and must be ${statuses.join(' or ')}` : ''}`,
    },
    facts: { status, dispute: stage ?? null },
  });
}
