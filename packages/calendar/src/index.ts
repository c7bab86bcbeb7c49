export { chinaHolidays } from './china-holidays.ts';
export {
  type DeadlineRule,
  deadlineOf,
  type PeriodUnit,
  type RuleDeadline,
  ruleInForce,
} from './deadline-rule.ts';
export { calendarErrors } from './errors.ts';
export {
  type Confidence,
  type Holiday,
  type HolidayData,
  type HolidayTable,
  type HolidayYear,
  holidayTable,
} from './holiday-table.ts';
export {
  addDays,
  addMonths,
  endOfDay,
  isLocalDate,
  type LocalDate,
  localDate,
  localDateOf,
  startOfDay,
} from './local-date.ts';
export {
  addWorkingDays,
  type DueDate,
  isWorkingDay,
  rollForward,
  workingDaysBetween,
} from './working-days.ts';
