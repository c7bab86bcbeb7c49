import { type HolidayTable, isWeekend } from './holiday-table.ts';
import { checkPeriod, dateOfDay, dayNumber, type LocalDate } from './local-date.ts';

/**
 * A day that was computed. Provisional: the table does not cover all the days it depends on, and it may move.
 */
export interface DueDate {
  readonly date: LocalDate;
  readonly provisional: boolean;
}

/**
 * Whether people work on that day: weekdays that are no holiday, and make-up Saturdays and Sundays 调休. Beyond
 * the coverage of the table the answer is an estimate from weekends and the statutory days.
 */
export function isWorkingDay(table: HolidayTable, date: LocalDate): boolean {
  if (table.workedRestDays.has(date)) return true;
  return !table.daysOff.has(date) && !table.statutoryDays.has(date.slice(5)) && !isWeekend(date);
}

/**
 * The `count`-th working day after `from`, the starting day excluded (民事诉讼法 art. 85); `from` itself where
 * `count` is 0. @throws E_CALENDAR_COUNT
 */
export function addWorkingDays(table: HolidayTable, from: LocalDate, count: number): DueDate {
  checkPeriod(count);
  let day = dayNumber(from);
  let date = from;
  for (let counted = 0; counted < count; ) {
    date = dateOfDay(++day);
    if (isWorkingDay(table, date)) counted += 1;
  }
  return { date, provisional: count > 0 && !covers(table, dateOfDay(dayNumber(from) + 1), date) };
}

/** How many working days lie after `from` up to and including `to`; 0 where `to` is not later. */
export function workingDaysBetween(table: HolidayTable, from: LocalDate, to: LocalDate): number {
  let count = 0;
  const last = dayNumber(to);
  for (let day = dayNumber(from) + 1; day <= last; day++) if (isWorkingDay(table, dateOfDay(day))) count += 1;
  return count;
}

/** The day itself where it is worked (also a make-up Saturday), else the next working day (民法典 art. 203). */
export function rollForward(table: HolidayTable, date: LocalDate): DueDate {
  let day = dayNumber(date);
  let rolled = date;
  while (!isWorkingDay(table, rolled)) rolled = dateOfDay(++day);
  return { date: rolled, provisional: !covers(table, date, rolled) };
}

function covers(table: HolidayTable, first: LocalDate, last: LocalDate): boolean {
  return first >= table.coverageStart && last <= table.coverageEnd;
}
