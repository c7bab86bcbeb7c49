import { describe, expect, it } from 'vitest';
import type { GrantCommand } from './grant-command.ts';
import { incidentDecider, isConcernedBy, type ReportIncident, typesProvidedTo } from './incident.ts';
import {
  agreed,
  auditor,
  customs,
  given,
  grants,
  meterType,
  on,
  operator,
  provisioned,
  requested,
  suspended,
  tax,
  utilities,
} from './testing/samples.ts';

const report: ReportIncident = {
  kind: 'report',
  actor: tax,
  nowMs: Date.parse('2025-10-01T08:00:00+08:00'),
  provided: new Set([meterType]),
  departments: ['customs', 'tax', 'utilities'],
  incident: {
    incidentId: 'IN-1',
    department: 'tax',
    kind: 'leak',
    finding: '终端遗失',
    detectedAt: '2025-10-01T08:00:00+08:00',
    eventTypes: [meterType, meterType, 'tax.clearance-issued.v1'],
    personalData: true,
    measures: '已吊销令牌',
  },
};
const different = (incident: Partial<ReportIncident['incident']>): ReportIncident => ({
  ...report,
  incident: { ...report.incident, ...incident },
});

describe('an incident', () => {
  it('is reported by the department that uses or manages the data, each type once', () => {
    const { events, when } = given(incidentDecider, [report]);
    expect(events).toMatchObject([
      {
        type: 'sharing.incident-reported.v1',
        subject: 'IN-1',
        data: { eventTypes: [meterType, 'tax.clearance-issued.v1'], by: { officer: 'tax-1' } },
      },
    ]);
    expect(when(report)).toEqual([]);
  });

  it('is reported by that department or the authority, and by nobody else', () => {
    const { refusal } = given(incidentDecider, []);
    expect(refusal({ ...report, actor: customs })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...report, actor: { ...tax, roles: ['auditor'] } })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...report, actor: auditor })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...report, actor: operator, provided: new Set() })).toBeUndefined();
  });

  it.each([
    [
      'a type that was never shared with it',
      different({ eventTypes: ['utilities.account-opened.v1'] }),
      '/eventTypes/0',
    ],
    ['a moment that is still to come', different({ detectedAt: '2025-10-01T08:00:01+08:00' }), '/detectedAt'],
    ['no finding', different({ finding: ' ' }), '/finding'],
    ['no measures', different({ measures: '\n' }), '/measures'],
  ])('is not of %s', (_, command, pointer) => {
    const { state } = given(incidentDecider, []);
    expect(() => incidentDecider.decide(state, command)).toThrow(
      expect.objectContaining({
        code: 'E_INCIDENT_INVALID',
        problems: [expect.objectContaining({ pointer })],
      }),
    );
  });

  it('concerns who reports it and whose data it is', () => {
    const concerned = ['tax', 'utilities', 'customs', 'util'].filter((department) =>
      isConcernedBy(department, report.incident),
    );
    expect(concerned).toEqual(['tax', 'utilities']);
  });
});

describe('the types provided to a department', () => {
  const typesAfter = (department: string, ...commands: readonly GrantCommand[]): readonly string[] => {
    const { state } = given(grants, commands);
    return [...typesProvidedTo(department, state ? [state] : [])];
  };

  it('are those of grants that were opened, also where they are not open any more', () => {
    expect(typesAfter('tax', requested, agreed)).toEqual([]);
    expect(typesAfter('tax', requested, agreed, provisioned)).toEqual([meterType]);
    expect(typesAfter('tax', requested, agreed, provisioned, suspended)).toEqual([meterType]);
    expect(typesAfter('customs', requested, agreed, provisioned)).toEqual([]);
  });

  it('are those too that it was allowed to get from another department', () => {
    const onward: GrantCommand = {
      kind: 'consent-onward',
      actor: utilities,
      on,
      to: 'customs',
      departments: ['customs'],
      fields: ['/meterNo'],
      purpose: '核查',
      consentId: 'C-1',
    };
    expect(typesAfter('customs', requested, agreed, provisioned, onward)).toEqual([meterType]);
  });
});
