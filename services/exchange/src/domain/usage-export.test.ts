import { localDate } from '@tongban/calendar';
import { describe, expect, it } from 'vitest';
import { auditor, customs, operator, refusalOf, tax, utilities } from './testing/samples.ts';
import { permitUsageExport } from './usage-export.ts';

const today = localDate('2025-12-31');
const wanted = { department: 'tax', from: '2025-01-01', to: '2025-12-31', reason: '年度检查' };
const around = { providers: new Set(['utilities']), departments: ['tax', 'utilities'], on: today };
const content = { records: 2, hash: `sha256-${'1f'.repeat(32)}` };

describe('an export of usage records', () => {
  it.each([
    ['the department itself', tax],
    ['a provider of its data', utilities],
    ['the authority', operator],
  ])('is for %s', (_, actor) => {
    expect(permitUsageExport(actor, wanted, around)(content)).toMatchObject({
      subject: 'tax',
      data: { ...wanted, ...content, exportedTo: actor.department, by: { officer: actor.officer } },
    });
  });

  it.each([
    ['another department', customs],
    ['an auditor', auditor],
  ])('is not for %s', (_, actor) => {
    expect(refusalOf(() => permitUsageExport(actor, wanted, around))).toBe('E_NOTICE_NOT_ENTITLED');
  });

  it('is of a department that is known, or of one’s own', () => {
    const unknown = { ...around, departments: ['utilities'] };
    expect(refusalOf(() => permitUsageExport(operator, wanted, unknown))).toBe('E_USAGE_DEPARTMENT_UNKNOWN');
    expect(refusalOf(() => permitUsageExport(tax, wanted, unknown))).toBeUndefined();
  });

  it('is of a period that has begun and does not end before it begins', () => {
    const refusal = (different: object) =>
      refusalOf(() => permitUsageExport(tax, { ...wanted, ...different }, around));
    expect(refusal({ to: '2026-01-01' })).toBe('E_USAGE_PERIOD');
    expect(refusal({ from: '2025-06-02', to: '2025-06-01' })).toBe('E_USAGE_PERIOD');
    expect(refusal({ from: '2025-06-01', to: '2025-06-01' })).toBeUndefined();
  });
});
