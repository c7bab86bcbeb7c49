import { type HolidayTable, type LocalDate, localDate } from '@tongban/calendar';
import type { TongbanError } from '@tongban/kernel';
import { actedBy } from './actor.ts';
import { dueOf, replyDeadline, replyRules } from './deadlines-for.ts';
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
  statusError,
} from './grant-guards.ts';
import { ruleOn, type SharingRules } from './sharing-rule.ts';
import { isShareable, requireShareable } from './still-shareable.ts';

/** Art. 21: all that is missing, once, and until which day the requester may supply it. */
export function listMissing(
  grant: Grant,
  { actor, on, missing }: GrantCommandOf<'list-missing'>,
  rules: SharingRules,
  holidays: HolidayTable,
): GrantEvent {
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted', 'overdue');
  if (grant.listed) throw sharingErrors.error('E_GRANT_LISTED_BEFORE');
  requireReason(missing.join(''));
  return domainEvent('sharing.request-incomplete-listed.v1', idOf(grant), {
    ...partiesOf(grant),
    missing,
    listedOn: on,
    supplementBy: lastDayToSupplement(on, rules, holidays),
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

/**
 * Art. 21: once, with the authority's consent, at most as long as the rule says, and only for conditional items. What is
 * over is not made longer: the day that was missed would be on no record.
 */
export function extendReply(
  grant: Grant,
  command: GrantCommandOf<'extend-reply'>,
  rules: SharingRules,
  holidays: HolidayTable,
): GrantEvent {
  const { actor, on, workingDays, consentId, reason } = command;
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted');
  requireReason(reason);
  const workingDaysMax = ruleOn(rules, 'reply-extension', on).limit.count;
  const { sharingClass } = grant.request;
  const isWithin = Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= workingDaysMax;
  if (sharingClass !== 'conditional' || grant.isExtended || !isWithin || consentId.trim() === '') {
    throw sharingErrors.error('E_GRANT_EXTENSION', {
      detail: {
        zh: `有条件共享的答复经主管部门同意（consentId）可延长一次，1 至 ${workingDaysMax} 个工作日`,
        en: `The reply to a conditional request is extended once, by 1 to ${workingDaysMax} working days, with the authority's consent (consentId)`,
      },
      facts: { sharingClass, isExtended: grant.isExtended, workingDays, workingDaysMax },
    });
  }
  const startedOn = localDate(grant.received.on);
  const terms = { ruleId: replyRules[sharingClass], startedOn, extraWorkingDays: 0 };
  const { date: dueOn } = dueOf(terms, holidays, rules);
  if (dueOn < on) {
    throw sharingErrors.error('E_GRANT_EXTENSION', {
      detail: {
        zh: `答复期限已于 ${dueOn} 届满，不能再延长。请答复：同意或拒绝`,
        en: `The time for the reply ended on ${dueOn} and can no longer be extended. Reply: agree or refuse`,
      },
      facts: { dueOn, on },
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

/** That the reply which is owed now was not given; of an earlier one, before papers came in, the breach alone tells. */
export function noteOverdue(
  grant: Grant,
  { actor, deadlineId, dueOn }: GrantCommandOf<'note-overdue'>,
): GrantEvent {
  requireAuthority(actor);
  requireStatus(grant, 'submitted');
  if (deadlineId !== replyDeadline(idOf(grant), grant.received.round)) throw statusError(grant);
  return domainEvent('sharing.reply-overdue.v1', idOf(grant), {
    ...partiesOf(grant),
    deadlineId,
    dueOn,
    by: actedBy(actor),
  });
}

/**
 * A late reply is still a reply, and a provider may give way in a dispute. Never wider than what was asked for, and never
 * to what can be shared no longer.
 */
export function agree(grant: Grant, command: GrantCommandOf<'agree'>): GrantEvent {
  const { actor, on, item, conditions, disposal } = command;
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
  requireShareable(grant, { fields, to }, item, on);
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

/**
 * Art. 14, 15, 21: papers are listed, and the requester has its time to supply them, before they are a ground; while it has,
 * there is no other; an unconditional item has no other ground at all. What cannot be agreed to, since the directory offers
 * nothing of it any more or its period is over, may always be refused.
 */
export function refuse(
  grant: Grant,
  { actor, on, item, reasonCode, reason }: GrantCommandOf<'refuse'>,
  rules: SharingRules,
  holidays: HolidayTable,
): GrantEvent {
  requireProvider(grant, actor);
  requireStatus(grant, 'submitted', 'incomplete', 'overdue');
  requireReason(reason);
  if (reasonCode === 'papers-not-supplemented') requireTimeForPapers(grant, on, rules, holidays);
  else if (isShareable(grant, grant.request, item, on)) requireOtherGround(grant);
  return domainEvent('sharing.access-refused.v1', idOf(grant), {
    ...partiesOf(grant),
    reasonCode,
    reason,
    round: grant.received.round,
    refusedOn: on,
    by: actedBy(actor),
  });
}

/** The last day on which the requester may supply what was listed: as it was told, or by the rule where it was not. */
export function supplementBy(
  { listed }: Grant,
  rules: SharingRules,
  holidays: HolidayTable,
): string | undefined {
  return listed && (listed.supplementBy ?? lastDayToSupplement(localDate(listed.on), rules, holidays));
}

function lastDayToSupplement(startedOn: LocalDate, rules: SharingRules, holidays: HolidayTable): LocalDate {
  return dueOf({ ruleId: 'supplement', startedOn, extraWorkingDays: 0 }, holidays, rules).date;
}

/** Whoever has supplied something had its chance; whoever has not has it until its day is over. */
function requireTimeForPapers(
  grant: Grant,
  on: LocalDate,
  rules: SharingRules,
  holidays: HolidayTable,
): void {
  const until = supplementBy(grant, rules, holidays);
  if (until === undefined) {
    throw refusalError(
      '材料不全应先一次性告知（list-missing），不得直接拒绝',
      'What is missing is listed first (list-missing); incomplete papers are no ground for an outright refusal',
    );
  }
  if (grant.status === 'incomplete' && on <= until) {
    throw refusalError(
      `需求部门可在 ${until}（含当日）前补充材料；到期仍未补充的，方可以此为由拒绝`,
      `The requester may supply what is missing up to and including ${until}; only after that is this a ground`,
      { supplementBy: until },
    );
  }
}

function requireOtherGround({ status, request: { sharingClass } }: Grant): void {
  if (status === 'incomplete') {
    throw refusalError(
      '已告知需求部门补充材料；补充之前，只有逾期未补充才是拒绝的理由（papers-not-supplemented）',
      'The requester was asked for papers; until they come, the only ground is that they did not (papers-not-supplemented)',
    );
  }
  if (sharingClass === 'unconditional') {
    throw refusalError(
      '无条件共享的数据不得拒绝，除非告知后仍未补齐材料',
      'An unconditional item may not be refused, unless listed papers were not supplied',
    );
  }
}

function refusalError(zh: string, en: string, facts: Readonly<Record<string, string>> = {}): TongbanError {
  return sharingErrors.error('E_GRANT_REFUSAL', { detail: { zh, en }, facts });
}
