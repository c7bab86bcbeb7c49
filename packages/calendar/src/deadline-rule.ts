import { calendarErrors } from './errors.ts';
import type { Confidence, HolidayTable } from './holiday-table.ts';
import { addDays, addMonths, type LocalDate } from './local-date.ts';
import { addWorkingDays, type DueDate, rollForward } from './working-days.ts';

/** `wd` working days 工作日, `cd` calendar days 日, `mo` months 月. */
export type PeriodUnit = 'wd' | 'cd' | 'mo';

/**
 * A period that a rule of law sets. Data: a new regulation is a new row with the same id and later validity.
 */
export interface DeadlineRule {
  readonly id: string;
  readonly limit: { readonly count: number; readonly unit: PeriodUnit };
  /** What starts the period, in words or as an event type. */
  readonly from: string;
  /** Whether a last day on which nobody works moves to the next working day. Says nothing for `wd`. */
  readonly rollForward: boolean;
  readonly source: string;
  readonly article: string;
  readonly confidence: Confidence;
  /** First and last day on which the rule is in force; open where `validTo` is missing. */
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
}

export interface RuleDeadline extends DueDate {
  readonly rule: DeadlineRule;
}

/** The last day of a period that starts with what happened on `startDate`; that day itself is not counted. */
export function deadlineOf(rule: DeadlineRule, table: HolidayTable, startDate: LocalDate): RuleDeadline {
  const { count, unit } = rule.limit;
  if (unit === 'wd') return { ...addWorkingDays(table, startDate, count), rule };
  const date = unit === 'mo' ? addMonths(startDate, count) : addDays(startDate, count);
  return { ...(rule.rollForward ? rollForward(table, date) : { date, provisional: false }), rule };
}

/** The row of a rule that is in force on a day. @throws E_CALENDAR_RULE where there is none. */
export function ruleInForce(rules: readonly DeadlineRule[], id: string, date: LocalDate): DeadlineRule {
  const found = rules.find(
    (rule) =>
      rule.id === id && rule.validFrom <= date && (rule.validTo === undefined || date <= rule.validTo),
  );
  if (found) return found;
  throw calendarErrors.error('E_CALENDAR_RULE', {
    detail: {
      zh: `规则 ${id} 在 ${date} 没有有效版本；请检查规则表的有效期`,
      en: `No version of rule ${id} is in force on ${date}; check the validity dates of the rule table`,
    },
    facts: { rule: id, date },
  });
}
