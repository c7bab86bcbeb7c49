import type { TongbanError } from '@tongban/kernel';
import { type Actor, isAuthority } from './actor.ts';
import { sharingErrors } from './errors.ts';
import type { Grant, GrantStatus } from './grant.ts';
import { requirePart, requirePartOrAuthority } from './who-may-act.ts';

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
  requirePart(actor, 'provider', provider, 'E_GRANT_NOT_PROVIDER');
}

export function requireProviderOrAuthority({ request: { provider } }: Grant, actor: Actor): void {
  requirePartOrAuthority(actor, 'provider', provider, 'E_GRANT_NOT_PROVIDER');
}

export function requireRequester({ request: { requester } }: Grant, actor: Actor): void {
  requirePart(actor, 'requester', requester, 'E_GRANT_NOT_REQUESTER');
}

export function requireRequesterOrAuthority({ request: { requester } }: Grant, actor: Actor): void {
  requirePartOrAuthority(actor, 'requester', requester, 'E_GRANT_NOT_REQUESTER');
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
