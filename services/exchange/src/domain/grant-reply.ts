import type { TongbanError } from '@tongban/kernel';
import { actedBy } from './actor.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { covers, mergeFields } from './field-pointer.ts';
import type { Grant, GrantEvent } from './grant.ts';
import type { GrantCommandOf } from './grant-command.ts';
import {
  idOf,
  isDisputed,
  partiesOf,
  requireAuthority,
  requireProvider,
  requireReason,
  requireRequester,
  requireStatus,
} from './grant-guards.ts';
import { ruleOn, type SharingRules } from './sharing-rule.ts';

export function listMissing(
  grant: Grant,
  { actor, on, missing }: GrantCommandOf<'list-missing'>,
): GrantEvent {
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted', 'overdue');
  if (grant.isListed) throw sharingErrors.error('E_GRANT_LISTED_BEFORE');
  requireReason(missing.join(''));
  return domainEvent('sharing.request-incomplete-listed.v1', idOf(grant), {
    ...partiesOf(grant),
    missing,
    listedOn: on,
    by: actedBy(actor),
  });
}

export function supplement(
  grant: Grant,
  { actor, on, supplements }: GrantCommandOf<'supplement'>,
): GrantEvent {
  requireRequester(grant, actor);
  requireStatus(grant, 'incomplete');
  requireReason(supplements.join(''));
  return domainEvent('sharing.request-supplemented.v1', idOf(grant), {
    ...partiesOf(grant),
    sharingClass: grant.request.sharingClass,
    supplements,
    receivedOn: on,
    by: actedBy(actor),
  });
}

/** Art. 21: once, with the authority's consent, at most as long as the rule says, and only for conditional items. */
export function extendReply(
  grant: Grant,
  command: GrantCommandOf<'extend-reply'>,
  rules: SharingRules,
): GrantEvent {
  const { actor, on, workingDays, consentId, reason } = command;
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted');
  requireReason(reason);
  const workingDaysMax = ruleOn(rules, 'reply-extension', on).limit.count;
  const { sharingClass } = grant.request;
  const isWithin = Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= workingDaysMax;
  if (sharingClass !== 'conditional' || grant.isExtended || !isWithin || consentId === '') {
    throw sharingErrors.error('E_GRANT_EXTENSION', {
      detail: {
        zh: `有条件共享的答复经主管部门同意（consentId）可延长一次，1 至 ${workingDaysMax} 个工作日`,
        en: `The reply to a conditional request is extended once, by 1 to ${workingDaysMax} working days, with the authority's consent (consentId)`,
      },
      facts: { sharingClass, isExtended: grant.isExtended, workingDays, workingDaysMax },
    });
  }
  return domainEvent('sharing.reply-extended.v1', idOf(grant), {
    ...partiesOf(grant),
    sharingClass,
    round: grant.received.round,
    receivedOn: grant.received.on,
    workingDays,
    consentId,
    reason,
    extendedOn: on,
    by: actedBy(actor),
  });
}

export function noteOverdue(
  grant: Grant,
  { actor, deadlineId, dueOn }: GrantCommandOf<'note-overdue'>,
): GrantEvent {
  requireAuthority(actor);
  requireStatus(grant, 'submitted');
  return domainEvent('sharing.reply-overdue.v1', idOf(grant), {
    ...partiesOf(grant),
    deadlineId,
    dueOn,
    by: actedBy(actor),
  });
}

/** A late reply is still a reply, and a provider may give way in a dispute. Never wider than what was asked for. */
export function agree(grant: Grant, command: GrantCommandOf<'agree'>): GrantEvent {
  const { actor, on, conditions, disposal } = command;
  requireProvider(grant, actor);
  if (!isDisputed(grant)) requireStatus(grant, 'submitted', 'overdue');
  requireReason(disposal);
  const { request: asked } = grant;
  const { fields = asked.fields, from = asked.from, to = asked.to } = command;
  const isWider =
    fields.length === 0 ||
    !fields.every((field) => asked.fields.some((wanted) => covers(wanted, field))) ||
    from < asked.from ||
    to > asked.to ||
    to < from;
  if (isWider) {
    const { fields: askedFields, from: askedFrom, to: askedTo } = asked;
    throw sharingErrors.error('E_GRANT_TERMS_WIDER', { facts: { askedFields, askedFrom, askedTo } });
  }
  return domainEvent('sharing.access-agreed.v1', idOf(grant), {
    ...partiesOf(grant),
    type: asked.type,
    fields: mergeFields(fields),
    from,
    to,
    ...(conditions === undefined ? {} : { conditions }),
    disposal,
    round: grant.received.round,
    agreedOn: on,
    by: actedBy(actor),
  });
}

/** Art. 14, 15, 21: papers are listed before they are a ground; an unconditional item has no other ground. */
export function refuse(
  grant: Grant,
  { actor, on, reasonCode, reason }: GrantCommandOf<'refuse'>,
): GrantEvent {
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted', 'incomplete', 'overdue');
  requireReason(reason);
  const isForPapers = reasonCode === 'papers-not-supplemented';
  if (isForPapers && !grant.isListed) {
    throw refusalError(
      '材料不全应先一次性告知（list-missing），不得直接拒绝',
      'What is missing is listed first (list-missing); incomplete papers are no ground for an outright refusal',
    );
  }
  if (!isForPapers && grant.request.sharingClass === 'unconditional') {
    throw refusalError(
      '无条件共享的数据不得拒绝，除非告知后仍未补齐材料',
      'An unconditional item may not be refused, unless listed papers were not supplied',
    );
  }
  return domainEvent('sharing.access-refused.v1', idOf(grant), {
    ...partiesOf(grant),
    reasonCode,
    reason,
    round: grant.received.round,
    refusedOn: on,
    by: actedBy(actor),
  });
}

function refusalError(zh: string, en: string): TongbanError {
  return sharingErrors.error('E_GRANT_REFUSAL', { detail: { zh, en } });
}
