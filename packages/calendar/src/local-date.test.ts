import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarErrors } from './errors.ts';
import {
  addDays,
  addMonths,
  endOfDay,
  isLocalDate,
  type LocalDate,
  localDate,
  localDateOf,
  startOfDay,
} from './local-date.ts';

const anyDate = fc
  .integer({ min: Date.UTC(1950, 0), max: Date.UTC(2150, 0) })
  .map((epochMs) => localDateOf(epochMs));

describe('localDate', () => {
  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    ' 2026-01-01',
    '2026-01-01T00:00:00Z',
    '20260101',
    '',
    '二〇二六-01-01',
    '+002026-01-01',
  ])('refuses %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(calendarErrors.error('E_CALENDAR_DATE').code);
  });

  it.each(['2024-02-29', '1900-01-01', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(localDate(text)).toBe(text);
  });
});

describe('days and instants', () => {
  it('changes the day at midnight in Shanghai, which is 16:00 UTC', () => {
    expect(localDateOf(Date.parse('2026-09-15T15:59:59.999Z'))).toBe('2026-09-15');
    expect(localDateOf(Date.parse('2026-09-15T16:00:00.000Z'))).toBe('2026-09-16');
    expect(new Date(endOfDay(localDate('2026-09-15'))).toISOString()).toBe('2026-09-15T15:59:59.999Z');
    expect(new Date(startOfDay(localDate('2026-09-15'))).toISOString()).toBe('2026-09-14T16:00:00.000Z');
  });

  it('puts every instant between the ends of its day', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2150, 0) }), (epochMs) => {
        const date = localDateOf(epochMs);
        expect(startOfDay(date)).toBeLessThanOrEqual(epochMs);
        expect(endOfDay(date)).toBeGreaterThanOrEqual(epochMs);
        expect(localDateOf(endOfDay(date) + 1)).toBe(addDays(date, 1));
      }),
    );
  });

  it('adds days and takes them away again', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -10_000, max: 10_000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(addDays(date, days) > date).toBe(days > 0);
      }),
    );
  });

  it('refuses periods that are no whole number within bounds, and dates past the year 9999', () => {
    for (const days of [1.5, Number.NaN, 10_001, Number.POSITIVE_INFINITY]) {
      expect(() => addDays(localDate('2026-01-01'), days)).toThrow('E_CALENDAR_COUNT');
      expect(() => addMonths(localDate('2026-01-01'), days)).toThrow('E_CALENDAR_COUNT');
    }
    expect(() => addDays(localDate('9999-12-31'), 1)).toThrow('E_CALENDAR_DATE');
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2025-03-20', 3, '2025-06-20'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('%s plus %d months is %s', (from, months, to) => {
    expect(addMonths(localDate(from), months)).toBe(to);
  });

  it('keeps the order of days and never leaves the month that was meant', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.integer({ min: 0, max: 240 }), (one, other, months) => {
        const [earlier, later] = [one, other].sort() as [LocalDate, LocalDate];
        expect(addMonths(earlier, months) <= addMonths(later, months)).toBe(true);
        const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
        expect(monthOf(addMonths(one, months)) - monthOf(one)).toBe(months);
      }),
    );
  });
});
