import type { TongbanError } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  closedItem,
  decided,
  disputed,
  given,
  grants,
  onDay,
  overdue,
  provisioned,
  refusal,
  refused,
  requested,
  status,
  unsettled,
} from './testing/samples.ts';

describe('a dispute', () => {
  it('is about a refusal or a missing reply, once', () => {
    expect(refusal([requested], disputed)).toBe('E_GRANT_NOT_DISPUTABLE');
    expect(refusal([requested, refused], disputed)).toBeUndefined();
    expect(refusal([requested, overdue], disputed)).toBeUndefined();
    expect(refusal([requested, refused, disputed], disputed)).toBe('E_GRANT_NOT_DISPUTABLE');
    const { state } = given(grants, [requested, refused, disputed]);
    expect(() => grants.decide(state, disputed)).toThrow('disputed before (negotiation)');
  });

  it('goes from talks to coordination to the decision, which grants what was asked for', () => {
    expect(refusal([requested, refused, disputed], decided)).toBe('E_GRANT_STATUS');
    const { state } = given(grants, [requested, refused, disputed, unsettled, decided, provisioned]);
    expect(state?.status).toBe('active');
    expect(state?.agreed?.fields).toEqual(state?.request.fields);
  });

  it('is coordinated by the same level first, then by the common superior, each once', () => {
    const before = [requested, refused, disputed];
    const bySuperior = { ...unsettled, level: 'common-superior' } as GrantCommand;
    expect(refusal(before, bySuperior)).toBe('E_GRANT_STATUS');
    expect(refusal([...before, unsettled], unsettled)).toBe('E_GRANT_STATUS');
    const both = [...before, unsettled, bySuperior];
    for (const again of [unsettled, bySuperior]) expect(refusal(both, again)).toBe('E_GRANT_STATUS');
    const told = (history: readonly GrantCommand[], command: GrantCommand): unknown => {
      const { state } = given(grants, history);
      try {
        return grants.decide(state, command);
      } catch (error) {
        return (error as TongbanError).facts;
      }
    };
    expect([
      told(before, bySuperior),
      told([...before, unsettled], unsettled),
      told(both, unsettled),
    ]).toEqual([
      { coordinatedBy: null, next: 'same-level-authority' },
      { coordinatedBy: 'same-level-authority', next: 'common-superior' },
      { coordinatedBy: 'common-superior', next: 'decide-dispute' },
    ]);
    expect(status(...both, decided)).toBe('agreed');
  });

  it('is not settled in favour of what is not shared, or of a period that is over', () => {
    const before = [requested, refused, disputed];
    const closed = { item: { item: closedItem, version: 2 } };
    const shared = { ...unsettled, outcome: 'share' } as GrantCommand;
    for (const [history, command] of [
      [before, shared],
      [[...before, unsettled], decided],
    ] as const) {
      expect(refusal(history, { ...command, ...closed } as GrantCommand)).toBe('E_GRANT_NOT_SHARED');
      expect(refusal(history, onDay('2026-10-01', command))).toBe('E_GRANT_PERIOD_OVER');
      expect(
        refusal(history, { ...command, ...closed, outcome: 'no-share' } as GrantCommand),
      ).toBeUndefined();
    }
  });

  it('ends where the provider gives way, or where it is not to share', () => {
    expect(status(requested, refused, disputed, agreed)).toBe('agreed');
    const lost = given(grants, [
      requested,
      overdue,
      disputed,
      { ...unsettled, outcome: 'no-share' } as GrantCommand,
    ]);
    expect(lost.state?.status).toBe('refused');
    expect(lost.refusal(agreed)).toBe('E_GRANT_STATUS');
    expect(lost.refusal(disputed)).toBe('E_GRANT_NOT_DISPUTABLE');
  });
});
