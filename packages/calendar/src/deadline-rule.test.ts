import { describe, expect, it } from 'vitest';
import { chinaHolidays } from './china-holidays.ts';
import { type DeadlineRule, deadlineOf, type PeriodUnit, ruleInForce } from './deadline-rule.ts';
import { localDate } from './local-date.ts';

function rule(id: string, count: number, unit: PeriodUnit, source: string, article: string): DeadlineRule {
  const validFrom = localDate('2007-06-01');
  return {
    id,
    limit: { count, unit },
    from: id,
    rollForward: true,
    source,
    article,
    confidence: 'P',
    validFrom,
  };
}

const enterpriseBankruptcyLaw = '企业破产法';
const sharingRegulation = '政务数据共享条例';

describe('deadlineOf: worked examples', () => {
  it.each([
    [rule('T09', 25, 'cd', enterpriseBankruptcyLaw, '第十四条'), '2025-03-03', '2025-03-28'],
    [rule('T10-min', 30, 'cd', enterpriseBankruptcyLaw, '第四十五条'), '2025-03-20', '2025-04-21'],
    [rule('T10-max', 3, 'mo', enterpriseBankruptcyLaw, '第四十五条'), '2025-03-20', '2025-06-20'],
    [rule('T13', 2, 'mo', enterpriseBankruptcyLaw, '第十八条'), '2025-03-03', '2025-05-06'],
    [rule('T11', 15, 'cd', enterpriseBankruptcyLaw, '第六十二条'), '2025-05-20', '2025-06-04'],
    [rule('T27', 10, 'cd', enterpriseBankruptcyLaw, '第一百二十一条'), '2025-11-14', '2025-11-24'],
    [rule('unconditional', 1, 'wd', sharingRegulation, '第二十一条'), '2025-09-28', '2025-09-29'],
    [rule('conditional', 10, 'wd', sharingRegulation, '第二十一条'), '2025-09-28', '2025-10-17'],
    [rule('extended', 20, 'wd', sharingRegulation, '第二十一条'), '2025-09-28', '2025-10-31'],
    [rule('extension', 10, 'wd', sharingRegulation, '第二十一条'), '2025-10-17', '2025-10-31'],
    [rule('delivery', 20, 'wd', sharingRegulation, '第二十二条'), '2025-10-17', '2025-11-14'],
    [rule('directory-update', 10, 'wd', sharingRegulation, '第十七条'), '2025-09-26', '2025-10-16'],
    [rule('directory-extension', 5, 'wd', sharingRegulation, '第十七条'), '2025-10-16', '2025-10-23'],
    [rule('directory-audit', 2, 'wd', sharingRegulation, '第十七条'), '2025-10-16', '2025-10-20'],
  ])('$id from %s ends on %s', (limit, from, due) => {
    expect(deadlineOf(limit, chinaHolidays, localDate(from))).toEqual({
      date: due,
      provisional: false,
      rule: limit,
    });
  });

  it('leaves a last day on a rest day where the rule does not roll', () => {
    const strict = { ...rule('strict', 30, 'cd', enterpriseBankruptcyLaw, ''), rollForward: false };
    expect(deadlineOf(strict, chinaHolidays, localDate('2025-03-20')).date).toBe('2025-04-19');
  });

  it('needs no holiday table for calendar days that do not roll, so that they are never provisional', () => {
    const strict = { ...rule('strict', 30, 'cd', enterpriseBankruptcyLaw, ''), rollForward: false };
    expect(deadlineOf(strict, chinaHolidays, localDate('2030-01-01')).provisional).toBe(false);
    const rolling = { ...strict, rollForward: true };
    expect(deadlineOf(rolling, chinaHolidays, localDate('2030-01-01')).provisional).toBe(true);
  });
});

describe('ruleInForce', () => {
  const old = { ...rule('answer', 10, 'wd', sharingRegulation, ''), validTo: localDate('2025-07-31') };
  const next = { ...rule('answer', 5, 'wd', sharingRegulation, ''), validFrom: localDate('2025-08-01') };

  it('picks the row of the day, both ends included', () => {
    expect(ruleInForce([old, next], 'answer', localDate('2025-07-31'))).toBe(old);
    expect(ruleInForce([old, next], 'answer', localDate('2025-08-01'))).toBe(next);
  });

  it('says which rule and day have no row', () => {
    expect(() => ruleInForce([old, next], 'answer', localDate('2007-05-31'))).toThrow('answer');
    expect(() => ruleInForce([old, next], 'reply', localDate('2025-08-01'))).toThrow('E_CALENDAR_RULE');
  });
});
