import { localDate } from '@tongban/calendar';
import { describe, expect, it } from 'vitest';
import { basesFor, ruleOn, type SharingRuleId } from '../domain/sharing-rule.ts';
import { sharingRules } from './sharing-rules.ts';

const today = localDate('2025-09-28');

describe('the sharing rules', () => {
  it.each<[SharingRuleId, number, string]>([
    ['reply-unconditional', 1, 'wd'],
    ['reply-conditional', 10, 'wd'],
    ['reply-extension', 10, 'wd'],
    ['delivery', 20, 'wd'],
    ['correction', 10, 'wd'],
    ['directory-update', 10, 'wd'],
    ['directory-update-extension', 5, 'wd'],
    ['directory-audit', 2, 'wd'],
    ['directory-addition', 15, 'wd'],
    ['usage-records', 36, 'mo'],
  ])('%s is %i %s and from a text that was read', (id, count, unit) => {
    const rule = ruleOn(sharingRules, id, today);
    expect(rule.limit).toEqual({ count, unit });
    expect(rule.confidence).toBe('P');
  });

  it('mark as our own design what no text sets', () => {
    for (const id of ['supplement', 'disposal', 'access-period'] as const) {
      expect(ruleOn(sharingRules, id, today).confidence).toBe('D');
    }
  });

  it('are not in force before they were', () => {
    expect(() => ruleOn(sharingRules, 'reply-conditional', localDate('2025-07-31'))).toThrow(
      'E_CALENDAR_RULE',
    );
  });

  it('give courts their own bases and everybody else one', () => {
    const ids = (department: string): readonly string[] =>
      basesFor(sharingRules, department, today).map(({ id }) => id);
    expect(ids('courts')).toEqual(['by-reference-43', 'ebl', 'cpl', 'sh-be-85', 'sh-be-88']);
    expect(ids('tax')).toEqual(['order-809']);
    expect(ids('constructor')).toEqual(['order-809']);
    expect(ids('utilities')).toEqual(['sh-data-2']);
  });
});
