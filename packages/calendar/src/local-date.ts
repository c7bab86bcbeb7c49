import type { Brand } from '@tongban/kernel';
import { calendarErrors } from './errors.ts';

/** A day in Asia/Shanghai, `YYYY-MM-DD`. Texts order as days do, so `<` and `===` compare them. */
export type LocalDate = Brand<string, 'LocalDate'>;

const dayMs = 86_400_000;
/** Shanghai has kept +08:00 without summer time since 1991. */
const offsetMs = 8 * 3_600_000;
const periodMax = 10_000;

/** The date that a text says. @throws E_CALENDAR_DATE unless it is `YYYY-MM-DD` and that day exists. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw noDate(text);
  return text;
}

export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(text);
  // Some engines let 30 February roll over into March: only a text that comes back unchanged is a day.
  return !Number.isNaN(ms) && textOf(ms) === text;
}

/** The day it is in Shanghai at an instant, epoch milliseconds. */
export function localDateOf(epochMs: number): LocalDate {
  return dateOfDay(Math.floor((epochMs + offsetMs) / dayMs));
}

/**
 * The last millisecond of the day in Shanghai, epoch milliseconds: a deadline on that day is met until then.
 */
export function endOfDay(date: LocalDate): number {
  return startOfDay(date) + dayMs - 1;
}

/** The first millisecond of the day in Shanghai, epoch milliseconds. */
export function startOfDay(date: LocalDate): number {
  return dayNumber(date) * dayMs - offsetMs;
}

/** Calendar days later, or earlier where `days` is negative. @throws E_CALENDAR_COUNT beyond ±10,000 */
export function addDays(date: LocalDate, days: number): LocalDate {
  checkPeriod(Math.abs(days));
  return dateOfDay(dayNumber(date) + days);
}

/**
 * The corresponding day `months` later; where that month is too short, its last day.
 * 民法典 art. 202: without a corresponding day the period ends on the last day of the month.
 *
 * @throws E_CALENDAR_COUNT unless `months` is a whole number from 0 to 10,000
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  checkPeriod(months);
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const monthsSince0 = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(monthsSince0 / 12), month: monthsSince0 % 12 };
  const lastDay = new Date(Date.UTC(target.year, target.month + 1, 0)).getUTCDate();
  return dateOfDay(Date.UTC(target.year, target.month, Math.min(day, lastDay)) / dayMs);
}

/** Days since 1970-01-01: the form in which days are counted. Internal to the package. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(date) / dayMs;
}

/**
 * The inverse of `dayNumber`. Internal to the package. @throws E_CALENDAR_DATE outside the years 0000–9999
 */
export function dateOfDay(day: number): LocalDate {
  const text = textOf(day * dayMs);
  if (text.length !== 10) throw noDate(text);
  return text as LocalDate;
}

/** Internal to the package. @throws E_CALENDAR_COUNT */
export function checkPeriod(count: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= periodMax) return;
  throw calendarErrors.error('E_CALENDAR_COUNT', { facts: { count: String(count), countMax: periodMax } });
}

function textOf(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? String(epochMs) : date.toISOString().replace(/T.*$/, '');
}

function noDate(text: string): Error {
  return calendarErrors.error('E_CALENDAR_DATE', {
    detail: {
      zh: `“${text.slice(0, 40)}”不是有效日期，应为真实存在的 YYYY-MM-DD，如 2026-02-28`,
      en: `"${text.slice(0, 40)}" is no date; write a day that exists as YYYY-MM-DD, for example 2026-02-28`,
    },
  });
}
