import { actedBy } from './actor.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import type { Grant, GrantEvent } from './grant.ts';
import type { GrantCommandOf } from './grant-command.ts';
import {
  idOf,
  isDisputed,
  partiesOf,
  requireAuthority,
  requireReason,
  requireRequester,
  statusError,
} from './grant-guards.ts';

export function dispute(grant: Grant, { actor, on, ground }: GrantCommandOf<'dispute'>): GrantEvent {
  requireRequester(grant, actor);
  const { status } = grant;
  if ((status !== 'refused' && status !== 'overdue') || grant.dispute) {
    throw sharingErrors.error('E_GRANT_NOT_DISPUTABLE', {
      facts: { status, dispute: grant.dispute ?? null },
    });
  }
  requireReason(ground);
  return domainEvent('sharing.dispute-opened.v1', idOf(grant), {
    ...partiesOf(grant),
    over: status === 'refused' ? 'refusal' : 'overdue',
    ground,
    openedOn: on,
    by: actedBy(actor),
  });
}

export function coordinate(
  grant: Grant,
  { actor, on, level, outcome, opinion }: GrantCommandOf<'coordinate'>,
): GrantEvent {
  requireAuthority(actor);
  if (!isDisputed(grant)) throw statusError(grant);
  requireReason(opinion);
  return domainEvent('sharing.dispute-coordinated.v1', idOf(grant), {
    ...partiesOf(grant),
    level,
    outcome,
    opinion,
    coordinatedOn: on,
    by: actedBy(actor),
  });
}

/** Art. 28: the government decides what coordination left unsettled. */
export function decideDispute(grant: Grant, command: GrantCommandOf<'decide-dispute'>): GrantEvent {
  const { actor, on, outcome, decisionNo, decision } = command;
  requireAuthority(actor);
  if (grant.dispute !== 'coordination') throw statusError(grant);
  requireReason(decision);
  return domainEvent('sharing.dispute-decided.v1', idOf(grant), {
    ...partiesOf(grant),
    outcome,
    decisionNo,
    decision,
    decidedOn: on,
    by: actedBy(actor),
  });
}
