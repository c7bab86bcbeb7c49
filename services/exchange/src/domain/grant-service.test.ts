import { describe, expect, it } from 'vitest';
import { type Grant, type GrantEvent, mayPassOn } from './grant.ts';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  given,
  grants,
  on,
  onDay,
  operator,
  provisioned,
  refusal,
  refused,
  requested,
  status,
  suspended,
  tax,
  utilities,
} from './testing/samples.ts';

describe('the service under a grant', () => {
  const active = [requested, agreed, provisioned];
  const terminated: GrantCommand = {
    kind: 'terminate',
    actor: operator,
    on,
    reasonCode: 'misuse',
    reason: '未整改',
  };

  it('is not ended or changed by the provider alone', () => {
    const end = { ...terminated, actor: utilities };
    expect(refusal(active, end)).toBe('E_GRANT_PROVIDER_MAY_NOT_END');
    expect(refusal([...active, suspended], end)).toBe('E_GRANT_PROVIDER_MAY_NOT_END');
    expect(refusal(active, { ...suspended, reasonCode: 'rectification' } as GrantCommand)).toBe(
      'E_GRANT_PROVIDER_MAY_NOT_END',
    );
    expect(refusal(active, { kind: 'end-purpose', actor: utilities, on, reason: 'x' })).toBe(
      'E_GRANT_NOT_REQUESTER',
    );
  });

  it('is suspended for a reason, and ended only then, by the authority', () => {
    expect(refusal(active, { ...suspended, reason: '' } as GrantCommand)).toBe('E_GRANT_REASON_MISSING');
    expect(refusal(active, terminated)).toBe('E_GRANT_STATUS');
    expect(status(...active, suspended, terminated)).toBe('terminated');
    expect(refusal([...active, suspended], { ...terminated, actor: tax })).toBe('E_GRANT_NOT_AUTHORITY');
  });

  it('that the authority suspended only the authority restores', () => {
    const byAuthority = [...active, { ...suspended, actor: operator }];
    const restored: GrantCommand = { kind: 'restore', actor: utilities, on, rectification: '已整改' };
    expect(refusal(byAuthority, restored)).toBe('E_GRANT_SUSPENDED_BY_AUTHORITY');
    expect(status(...byAuthority, { ...restored, actor: operator })).toBe('active');
    expect(refusal([...byAuthority, terminated], restored)).toBe('E_GRANT_STATUS');
  });

  it('that the provider suspended the authority takes over, and restores alone then', () => {
    const restored: GrantCommand = { kind: 'restore', actor: utilities, on, rectification: '已整改' };
    const byAuthority = { ...suspended, actor: operator };
    expect(refusal([...active, suspended], suspended)).toBe('E_GRANT_STATUS');
    expect(status(...active, suspended, { ...restored, actor: operator })).toBe('active');
    const finding = {
      kind: 'report-excess',
      actor: operator,
      on,
      exceeded: 'purpose',
      finding: '评分',
    } as const;
    for (const takeover of [byAuthority, finding]) {
      const held = [...active, suspended, takeover];
      expect(status(...held)).toBe('suspended');
      expect(refusal(held, restored)).toBe('E_GRANT_SUSPENDED_BY_AUTHORITY');
      expect(refusal(held, byAuthority)).toBe('E_GRANT_STATUS');
      expect(given(grants, held).when(finding)).toHaveLength(1);
      expect(status(...held, { ...restored, actor: operator }, suspended, restored)).toBe('active');
    }
  });

  it('is held by the authority also where the authority is of the department that provides', () => {
    const own = { ...operator, department: 'utilities' };
    const restored: GrantCommand = { kind: 'restore', actor: utilities, on, rectification: '已整改' };
    expect(refusal([...active, { ...suspended, actor: own }], restored)).toBe(
      'E_GRANT_SUSPENDED_BY_AUTHORITY',
    );
  });

  it('that was suspended before it was said in which capacity is judged by the department', () => {
    const { state, events } = given(grants, [...active, { ...suspended, actor: operator }]);
    const last = events.at(-1);
    const without = (department: string): GrantEvent => {
      const data: object = { ...last?.data, as: undefined, by: { department, system: 's' } };
      return { ...last, data } as GrantEvent;
    };
    expect(grants.evolve(state, without('utilities'))?.suspendedBy).toBe('provider');
    expect(grants.evolve(state, without('platform'))?.suspendedBy).toBe('authority');
  });

  it('stops with the finding that its scope was exceeded', () => {
    const excess: GrantCommand = {
      kind: 'report-excess',
      actor: operator,
      on,
      exceeded: 'purpose',
      finding: '评分',
    };
    expect(status(...active, excess)).toBe('suspended');
    expect(given(grants, active).when(excess)).toHaveLength(2);
    expect(given(grants, [...active, suspended]).when({ ...excess, actor: utilities })).toHaveLength(1);
    const ended: GrantCommand = { kind: 'end-purpose', actor: tax, on, reason: '完成' };
    expect(given(grants, [...active, ended]).when(excess)).toHaveLength(1);
    for (const before of [[requested], [requested, refused], [requested, agreed]]) {
      expect(refusal(before, excess)).toBe('E_GRANT_STATUS');
    }
  });

  it('lets nothing pass to a third department without the provider’s consent', () => {
    const before = given(grants, active).state as Grant;
    expect(mayPassOn(before, 'customs', ['/meterNo'])).toBe(false);
    const consent: GrantCommand = {
      kind: 'consent-onward',
      actor: utilities,
      on,
      to: 'customs',
      departments: ['courts', 'customs', 'tax', 'utilities'],
      fields: ['/address/street'],
      purpose: '联合核查',
      consentId: 'C-1',
    };
    const after = given(grants, [...active, consent]).state as Grant;
    expect(mayPassOn(after, 'customs', ['/address/street'])).toBe(true);
    expect(mayPassOn(after, 'customs', ['/address/street', '/meterNo'])).toBe(false);
    expect(mayPassOn(after, 'courts', ['/address/street'])).toBe(false);
    expect(
      mayPassOn(given(grants, [...active, consent, suspended]).state as Grant, 'customs', [
        '/address/street',
      ]),
    ).toBe(false);
    expect(refusal(active, { ...consent, fields: ['/readings'] })).toBe('E_GRANT_TERMS_WIDER');
    expect(refusal(active, onDay('2026-09-30', consent))).toBeUndefined();
    expect(refusal(active, onDay('2026-10-01', consent))).toBe('E_GRANT_PERIOD_OVER');
    expect(refusal(active, { ...consent, actor: tax })).toBe('E_GRANT_NOT_PROVIDER');
    for (const to of ['tax', 'utilities', 'nobody']) {
      expect(refusal(active, { ...consent, to })).toBe('E_GRANT_ONWARD');
    }
  });
});
