import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaHolidays } from './china-holidays.ts';
import type { HolidayTable } from './holiday-table.ts';
import { addDays, type LocalDate, localDate } from './local-date.ts';
import { addWorkingDays, isWorkingDay, rollForward, workingDaysBetween } from './working-days.ts';

const start = localDate('2023-06-01');
const anyDate = fc.integer({ min: 0, max: 1_600 }).map((days) => addDays(start, days));
const anyCount = fc.integer({ min: 0, max: 300 });
/** Tables that agree with ours on the days it covers and go on for a while with holidays of their own. */
const grownTable = fc
  .record({ days: fc.integer({ min: 1, max: 400 }), off: fc.uniqueArray(fc.integer({ min: 1, max: 400 })) })
  .map(
    ({ days, off }): HolidayTable => ({
      ...chinaHolidays,
      coverageEnd: addDays(chinaHolidays.coverageEnd, days),
      daysOff: new Set([
        ...chinaHolidays.daysOff,
        ...off.filter((day) => day <= days).map((day) => addDays(chinaHolidays.coverageEnd, day)),
      ]),
    }),
  );

describe('working days of known years', () => {
  it.each([
    ['2026-09-20', true, 'a Sunday worked for the National Day'],
    ['2026-10-10', true, 'a make-up Saturday'],
    ['2026-10-07', false, 'a Wednesday off'],
    ['2026-02-20', false, 'a Friday of the Spring Festival'],
    ['2026-11-21', false, 'a plain Saturday'],
    ['2026-11-23', true, 'a plain Monday'],
  ])('%s is worked: %s (%s)', (date, worked) => {
    expect(isWorkingDay(chinaHolidays, localDate(date))).toBe(worked);
  });

  it('counts 20 working days after 2026-09-15 to 2026-10-19', () => {
    const due = addWorkingDays(chinaHolidays, localDate('2026-09-15'), 20);
    expect(due).toEqual({ date: '2026-10-19', provisional: false });
  });

  it('says that 20 working days after 2026-12-20 are provisional, and does not count New Year as worked', () => {
    const due = addWorkingDays(chinaHolidays, localDate('2026-12-20'), 20);
    expect(due).toEqual({ date: '2027-01-18', provisional: true });
  });

  it('is provisional before the coverage as well as after it', () => {
    expect(addWorkingDays(chinaHolidays, localDate('2023-12-20'), 3).provisional).toBe(true);
    expect(addWorkingDays(chinaHolidays, localDate('2023-12-31'), 3).provisional).toBe(false);
    expect(rollForward(chinaHolidays, localDate('2023-12-29')).provisional).toBe(true);
    expect(rollForward(chinaHolidays, localDate('2027-03-01')).provisional).toBe(true);
  });

  it('rolls a rest day forward, and leaves a make-up Saturday where it is', () => {
    expect(rollForward(chinaHolidays, localDate('2025-05-03')).date).toBe('2025-05-06');
    expect(rollForward(chinaHolidays, localDate('2026-10-10')).date).toBe('2026-10-10');
  });

  it('refuses counts that are no whole number within bounds', () => {
    for (const count of [-1, 0.5, 10_001, Number.NaN]) {
      expect(() => addWorkingDays(chinaHolidays, localDate('2026-01-05'), count)).toThrow('E_CALENDAR_COUNT');
    }
  });
});

describe('working days of any year', () => {
  it('ends on a working day, with exactly the count between', () => {
    fc.assert(
      fc.property(anyDate, anyCount, (from, count) => {
        const { date } = addWorkingDays(chinaHolidays, from, count);
        expect(workingDaysBetween(chinaHolidays, from, date)).toBe(count);
        if (count > 0) expect(isWorkingDay(chinaHolidays, date)).toBe(true);
      }),
    );
  });

  it('is monotone: a later start or a longer period never ends earlier', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyCount, anyCount, (one, other, first, second) => {
        const [earlier, later] = [one, other].sort() as [LocalDate, LocalDate];
        const [fewer, more] = [Math.min(first, second), Math.max(first, second)];
        const due = addWorkingDays(chinaHolidays, earlier, fewer).date;
        expect(due <= addWorkingDays(chinaHolidays, later, fewer).date).toBe(true);
        expect(due <= addWorkingDays(chinaHolidays, earlier, more).date).toBe(true);
        expect(rollForward(chinaHolidays, earlier).date <= rollForward(chinaHolidays, later).date).toBe(true);
      }),
    );
  });

  it('adds up: first m, then n working days are m + n', () => {
    fc.assert(
      fc.property(anyDate, anyCount, anyCount, (from, first, second) => {
        const middle = addWorkingDays(chinaHolidays, from, first).date;
        const end = addWorkingDays(chinaHolidays, middle, second).date;
        expect(end).toBe(addWorkingDays(chinaHolidays, from, first + second).date);
      }),
    );
  });

  it('moves nothing but what was provisional when the table grows', () => {
    fc.assert(
      fc.property(grownTable, anyDate, anyCount, (grown, from, count) => {
        const before = addWorkingDays(chinaHolidays, from, count);
        if (!before.provisional) expect(addWorkingDays(grown, from, count)).toEqual(before);
        const rolled = rollForward(chinaHolidays, from);
        if (!rolled.provisional) expect(rollForward(grown, from)).toEqual(rolled);
      }),
    );
  });
});
