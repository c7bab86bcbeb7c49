import chineseDays from 'chinese-days';
import { describe, expect, it } from 'vitest';
import { chinaHolidays } from './china-holidays.ts';
import data from './data/china-holidays.json' with { type: 'json' };
import { calendarErrors } from './errors.ts';
import { type HolidayData, type HolidayYear, holidayTable } from './holiday-table.ts';
import { addDays } from './local-date.ts';
import { isWorkingDay } from './working-days.ts';

const year2026 = data.years[2] as HolidayYear;

describe('the holidays of China', () => {
  it('agree with the independent package chinese-days on every day covered, both ways', () => {
    let days = 0;
    for (let date = chinaHolidays.coverageStart; date <= chinaHolidays.coverageEnd; date = addDays(date, 1)) {
      expect([date, isWorkingDay(chinaHolidays, date)]).toEqual([date, chineseDays.isWorkday(date)]);
      days += 1;
    }
    expect(days).toBe(366 + 365 + 362);
  });

  it('have a notice with title, number and date for each year', () => {
    for (const { year, notice } of data.years) {
      expect(notice.title).toContain(`${year}年`);
      expect(notice.number).toMatch(/^国办发明电〔\d{4}〕\d+号$/);
      expect(notice.issued < `${year}-01-01`).toBe(true);
    }
  });

  it('are certain only up to the days that the next notice may still move', () => {
    expect(chinaHolidays.coverageEnd).toBe('2026-12-28');
    for (const moved of ['2007-12-29', '2018-12-29']) expect(chineseDays.isWorkday(moved)).toBe(true);
  });
});

describe('holidayTable', () => {
  const withHoliday = (holiday: object): HolidayData => ({
    ...data,
    coverage: { ...data.coverage, start: '2026-01-01' },
    years: [
      { ...year2026, holidays: [{ name: { zh: '节', en: 'feast' }, worked: [], ...holiday } as never] },
    ],
  });

  it.each([
    ['date', withHoliday({ from: '2026-02-30', to: '2026-03-01' })],
    ['period', withHoliday({ from: '2026-03-02', to: '2026-03-01' })],
    ['year', withHoliday({ from: '2025-12-20', to: '2026-01-01' })],
    ['weekend', withHoliday({ from: '2026-03-01', to: '2026-03-01', worked: ['2026-03-04'] })],
    ['worked-and-off', withHoliday({ from: '2026-03-06', to: '2026-03-08', worked: ['2026-03-08'] })],
    ['years-complete', { ...data, years: data.years.filter(({ year }) => year !== 2025) }],
    ['years-complete', { ...data, years: [year2026, ...data.years] }],
    ['date', { ...data, statutory: { ...data.statutory, days: ['13-01'] } }],
  ])('refuses a table that breaks the rule %s', (rule, table) => {
    try {
      holidayTable(table);
      expect.unreachable();
    } catch (error) {
      expect(
        calendarErrors.is(error, 'E_CALENDAR_TABLE') && error.problems.map((problem) => problem.rule),
      ).toContain(rule);
    }
  });
});
