import type { Localized, Problem } from '@tongban/kernel';
import { calendarErrors } from './errors.ts';
import { addDays, dayNumber, isLocalDate, type LocalDate } from './local-date.ts';

/**
 * How well a fact of law is known: P primary text read, S secondary text, K from knowledge, D decision of
 * this platform.
 */
export type Confidence = 'P' | 'S' | 'K' | 'D';

/** The holiday table as a person writes it, year by year as the State Council announces it. */
export interface HolidayData {
  /** The days about which the table is certain, both included. */
  readonly coverage: { readonly start: string; readonly end: string; readonly because: string };
  /** Days off by regulation in every year, `MM-DD`: all that is known beyond the coverage. */
  readonly statutory: {
    readonly days: readonly string[];
    readonly source: string;
    readonly article: string;
    readonly confidence: string;
  };
  readonly years: readonly HolidayYear[];
}

export interface HolidayYear {
  readonly year: number;
  readonly notice: { readonly title: string; readonly number: string; readonly issued: string };
  readonly confidence: string;
  readonly holidays: readonly Holiday[];
}

export interface Holiday {
  readonly name: Localized;
  /** First and last day off. */
  readonly from: string;
  readonly to: string;
  /** Saturdays and Sundays that are worked for it 调休上班. */
  readonly worked: readonly string[];
}

/** Which days are worked, and until when that is known. */
export interface HolidayTable {
  readonly coverageStart: LocalDate;
  readonly coverageEnd: LocalDate;
  readonly daysOff: ReadonlySet<LocalDate>;
  readonly workedRestDays: ReadonlySet<LocalDate>;
  /** `MM-DD` of the days off in every year. */
  readonly statutoryDays: ReadonlySet<string>;
}

/**
 * The table of a data file.
 * @throws E_CALENDAR_TABLE with every defect: no date, a holiday that ends before it begins or outside its
 * year, a make-up day that is a weekday or a holiday, a year that is missing or announced twice.
 */
export function holidayTable(data: HolidayData): HolidayTable {
  const problems = [...coverageProblems(data), ...data.years.flatMap(yearProblems)];
  if (problems.length > 0) throw calendarErrors.error('E_CALENDAR_TABLE', { problems });
  const holidays = data.years.flatMap((year) => year.holidays);
  const daysOff = new Set(holidays.flatMap(({ from, to }) => daysFrom(from as LocalDate, to as LocalDate)));
  const workedRestDays = new Set(holidays.flatMap(({ worked }) => worked as readonly LocalDate[]));
  const clash = [...workedRestDays].find((day) => daysOff.has(day));
  if (clash) {
    throw calendarErrors.error('E_CALENDAR_TABLE', {
      problems: [
        defect('/years', 'worked-and-off', `${clash} 既放假又上班`, `${clash} is both off and worked`),
      ],
    });
  }
  return {
    coverageStart: data.coverage.start as LocalDate,
    coverageEnd: data.coverage.end as LocalDate,
    daysOff,
    workedRestDays,
    statutoryDays: new Set(data.statutory.days),
  };
}

function coverageProblems({ coverage, years, statutory }: HolidayData): Problem[] {
  const problems = [
    ...dateProblem('/coverage/start', coverage.start),
    ...dateProblem('/coverage/end', coverage.end),
    ...statutory.days.flatMap((day, at) => dateProblem(`/statutory/days/${at}`, `2024-${day}`)),
  ];
  const first = Number(coverage.start.slice(0, 4));
  const last = Number(coverage.end.slice(0, 4));
  const announced = years.map(({ year }) => year);
  if (announced.length !== last - first + 1 || announced.some((year, at) => year !== first + at)) {
    problems.push(
      defect(
        '/years',
        'years-complete',
        `覆盖 ${first} 至 ${last} 年，应逐年各一份，实为 ${announced.join('、')}`,
        `coverage is ${first} to ${last}: list each of these years once, in order, not ${announced.join(', ')}`,
      ),
    );
  }
  return problems;
}

function yearProblems({ year, holidays }: HolidayYear, yearAt: number): Problem[] {
  return holidays.flatMap(({ from, to, worked }, at) => {
    const here = `/years/${yearAt}/holidays/${at}`;
    const malformed = [
      ...dateProblem(`${here}/from`, from),
      ...dateProblem(`${here}/to`, to),
      ...worked.flatMap((day, dayAt) => dateProblem(`${here}/worked/${dayAt}`, day)),
    ];
    if (malformed.length > 0) return malformed;
    const problems: Problem[] = [];
    if (to < from) problems.push(defect(here, 'period', '结束早于开始', 'it ends before it begins'));
    for (const day of [from, to, ...worked]) {
      if (day >= `${year - 1}-12-29` && day <= `${year}-12-31`) continue;
      problems.push(defect(here, 'year', `${day} 不在 ${year} 年通知范围内`, `${day} is not in ${year}`));
    }
    for (const day of worked) {
      if (isWeekend(day as LocalDate)) continue;
      problems.push(defect(here, 'weekend', `${day} 不是周末`, `${day} is no Saturday or Sunday`));
    }
    return problems;
  });
}

function dateProblem(pointer: string, text: string): Problem[] {
  return isLocalDate(text) ? [] : [defect(pointer, 'date', `“${text}”不是日期`, `"${text}" is no date`)];
}

function defect(pointer: string, rule: string, zh: string, en: string): Problem {
  return { pointer, rule, message: { zh, en } };
}

function daysFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Saturday or Sunday. Internal to the package. */
export function isWeekend(date: LocalDate): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((dayNumber(date) + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
