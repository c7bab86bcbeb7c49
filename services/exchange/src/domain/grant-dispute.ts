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
import { requireShareable } from './still-shareable.ts';

type Level = GrantCommandOf<'coordinate'>['level'];

export function dispute(grant: Grant, { actor, on, ground }: GrantCommandOf<'dispute'>): GrantEvent {
  requireRequester(grant, actor);
  const { status } = grant;
  if (grant.dispute) {
    throw sharingErrors.error('E_GRANT_NOT_DISPUTABLE', {
      detail: {
        zh: `该申请已提出过争议（${grant.dispute}），争议只能提出一次`,
        en: `This request was disputed before (${grant.dispute}), and is disputed once`,
      },
      facts: { status, dispute: grant.dispute },
    });
  }
  if (status !== 'refused' && status !== 'overdue') {
    throw sharingErrors.error('E_GRANT_NOT_DISPUTABLE', { facts: { status, dispute: null } });
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

/** Art. 28: first the authority of the same level, then the common superior, each once. */
export function coordinate(
  grant: Grant,
  { actor, on, item, level, outcome, opinion }: GrantCommandOf<'coordinate'>,
): GrantEvent {
  requireAuthority(actor);
  if (!isDisputed(grant)) throw statusError(grant);
  requireTurn(grant, level);
  requireReason(opinion);
  if (outcome === 'share') requireShareable(grant, grant.request, item, on);
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
  const { actor, on, item, outcome, decisionNo, decision } = command;
  requireAuthority(actor);
  if (grant.dispute !== 'coordination') throw statusError(grant);
  requireReason(decision);
  if (outcome === 'share') requireShareable(grant, grant.request, item, on);
  return domainEvent('sharing.dispute-decided.v1', idOf(grant), {
    ...partiesOf(grant),
    outcome,
    decisionNo,
    decision,
    decidedOn: on,
    by: actedBy(actor),
  });
}

/** Which coordination comes after which; after the last, only the decision of the government. */
const turns: Readonly<Record<'none' | Level, Level | undefined>> = {
  none: 'same-level-authority',
  'same-level-authority': 'common-superior',
  'common-superior': undefined,
};

function requireTurn({ coordinatedBy }: Grant, level: Level): void {
  const turn = turns[coordinatedBy ?? 'none'];
  if (level === turn) return;
  throw sharingErrors.error('E_GRANT_STATUS', {
    detail: {
      zh: `争议先由同级主管部门协调，再由共同上级协调，各一次；现应${turn === undefined ? '由政府决定（decide-dispute）' : `由 ${turn} 协调`}`,
      en: `The authority of the same level coordinates first, then the common superior, each once; next is ${turn ?? 'the decision of the government (decide-dispute)'}`,
    },
    facts: { coordinatedBy: coordinatedBy ?? null, next: turn ?? 'decide-dispute' },
  });
}
