import { type HolidayTable, type LocalDate, localDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import { actedBy } from './actor.ts';
import { dueOf } from './deadlines-for.ts';
import { publishedOf, requireAuthority, requireReason, statusError } from './directory-guards.ts';
import type { DirectoryCommandOf, DirectoryEntry, DirectoryEvent } from './directory-item.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { ruleOn, type SharingRules } from './sharing-rule.ts';
import { requirePartOrAuthority } from './who-may-act.ts';

/** Art. 17: law or duty changed, and the entry is due for an update. */
export function notifyChange(
  entry: DirectoryEntry,
  command: DirectoryCommandOf<'notify-change'>,
  rules: SharingRules,
): DirectoryEvent {
  const { actor, on, cause, reason, changedOn } = command;
  const { item, version } = publishedOf(entry);
  requirePartOrAuthority(actor, 'provider', item.provider, 'E_DIRECTORY_NOT_PROVIDER');
  if (entry.change) {
    throw statusError(
      `${item.type} 的更新已因 ${entry.change.on} 的变化而到期应办；更新后方可再次告知`,
      `An update of ${item.type} is due already, for the change of ${entry.change.on}; tell of another once it is made`,
    );
  }
  requireReason(reason);
  const problems = changeProblems(changedOn, on, rules);
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_ITEM_INVALID', { problems });
  const { type, provider } = item;
  return domainEvent('sharing.directory-change-notified.v1', type, {
    type,
    provider,
    version,
    cause,
    reason,
    changedOn,
    by: actedBy(actor),
  });
}

/**
 * Art. 17: with consent, once, by at most the days of the rule. The authority that consents records it. What is over is not
 * made longer: the day that was missed would be on no record.
 */
export function extendUpdate(
  entry: DirectoryEntry,
  command: DirectoryCommandOf<'extend-update'>,
  rules: SharingRules,
  holidays: HolidayTable,
): DirectoryEvent {
  const { actor, on, workingDays, consentId, reason } = command;
  requireAuthority(actor);
  const { item, version } = publishedOf(entry);
  requireReason(reason);
  const workingDaysMax = ruleOn(rules, 'directory-update-extension', on).limit.count;
  const isWithin = Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= workingDaysMax;
  if (!entry.change || entry.change.isExtended || !isWithin || consentId.trim() === '') {
    throw sharingErrors.error('E_DIRECTORY_EXTENSION', {
      detail: {
        zh: `到期的更新经同意（consentId）可延长一次，1 至 ${workingDaysMax} 个工作日`,
        en: `An update that is due is extended once, by 1 to ${workingDaysMax} working days, with a consent (consentId)`,
      },
      facts: { workingDays, workingDaysMax, isExtended: entry.change?.isExtended ?? false },
    });
  }
  const startedOn = localDate(entry.change.on);
  const { date: dueOn } = dueOf(
    { ruleId: 'directory-update', startedOn, extraWorkingDays: 0 },
    holidays,
    rules,
  );
  if (dueOn < on) {
    throw sharingErrors.error('E_DIRECTORY_EXTENSION', {
      detail: {
        zh: `更新期限已于 ${dueOn} 届满，不能再延长。请尽快提交更新`,
        en: `The time for the update ended on ${dueOn} and can no longer be extended. Submit the update`,
      },
      facts: { dueOn, on },
    });
  }
  const { type, provider } = item;
  return domainEvent('sharing.directory-update-extended.v1', type, {
    type,
    provider,
    version,
    changedOn: entry.change.on,
    workingDays,
    consentId,
    reason,
    by: actedBy(actor),
  });
}

/** A change that has happened, under the rule of art. 17: otherwise there is no day from which its period runs. */
function changeProblems(changedOn: string, on: LocalDate, rules: SharingRules): readonly Problem[] {
  const rows = rules.limits.filter(({ id }) => id === 'directory-update');
  const [notBefore = on] = rows.map(({ validFrom }) => validFrom).sort();
  if (notBefore <= changedOn && changedOn <= on) return [];
  return [
    {
      pointer: '/changedOn',
      rule: 'change-day',
      expected: { notBefore, notAfter: on },
      message: {
        zh: `变化日期须在 ${notBefore} 与 ${on} 之间`,
        en: `The day of the change is from ${notBefore} to ${on}`,
      },
    },
  ];
}
