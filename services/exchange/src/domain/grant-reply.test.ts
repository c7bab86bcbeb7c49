import { describe, expect, it } from 'vitest';
import type { Grant } from './grant.ts';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  auditor,
  closedItem,
  customs,
  extended,
  forPapers,
  given,
  grants,
  listed,
  meterItem,
  onDay,
  openItem,
  operator,
  overdue,
  provisioned,
  refusal,
  refusalOf,
  refused,
  requested,
  requestedOpen,
  status,
  supplemented,
  tax,
} from './testing/samples.ts';

describe('a reply', () => {
  it('is only the provider’s', () => {
    for (const command of [agreed, refused, listed, extended]) {
      for (const actor of [tax, customs, auditor, operator]) {
        expect(refusal([requested], { ...command, actor })).toBe('E_GRANT_NOT_PROVIDER');
      }
    }
  });

  it('lists missing papers once, and may not refuse for them before', () => {
    expect(status(requested, listed, supplemented)).toBe('submitted');
    expect(refusal([requested, listed, supplemented], listed)).toBe('E_GRANT_LISTED_BEFORE');
    expect(refusal([requested], forPapers)).toBe('E_GRANT_REFUSAL');
    expect(status(requested, listed, supplemented, forPapers)).toBe('refused');
  });

  it('leaves ten working days to supply papers, of which it tells, before it may refuse for them', () => {
    const { state, events } = given(grants, [requested, listed]);
    expect(events.at(-1)?.data).toMatchObject({ listedOn: '2025-09-28', supplementBy: '2025-10-17' });
    expect(state?.status).toBe('incomplete');
    expect(refusal([requested, listed], forPapers)).toBe('E_GRANT_REFUSAL');
    expect(refusal([requested, listed], onDay('2025-10-17', forPapers))).toBe('E_GRANT_REFUSAL');
    expect(status(requested, listed, onDay('2025-10-18', forPapers))).toBe('refused');
    expect(status(requested, listed, onDay('2025-10-20', supplemented))).toBe('submitted');
  });

  it('keeps to the day that was told, and to the rule where none was', () => {
    const { state } = given(grants, [requested, listed]);
    const refuses = (supplementBy: string | undefined, on: string): boolean => {
      const told = { ...state, listed: { on: '2025-09-28', supplementBy } } as Grant;
      return refusalOf(() => grants.decide(told, onDay(on, forPapers))) === undefined;
    };
    expect([refuses('2025-10-20', '2025-10-20'), refuses('2025-10-20', '2025-10-21')]).toEqual([false, true]);
    expect([refuses(undefined, '2025-10-17'), refuses(undefined, '2025-10-18')]).toEqual([false, true]);
  });

  it('refuses for nothing else while papers are awaited', () => {
    expect(refusal([requested, listed], refused)).toBe('E_GRANT_REFUSAL');
    expect(status(requested, listed, supplemented, refused)).toBe('refused');
  });

  it('agrees to nothing that is not shared, or not offered, any more', () => {
    const now = (item: unknown, command: GrantCommand): GrantCommand =>
      ({ ...command, item }) as GrantCommand;
    const closed = { item: closedItem, version: 2 };
    const others = {
      item: { ...meterItem, fields: [{ pointer: '/readings', personal: false }] },
      version: 2,
    };
    for (const command of [agreed, provisioned]) {
      const before = command === agreed ? [requested] : [requested, agreed];
      expect(refusal(before, now(closed, command))).toBe('E_GRANT_NOT_SHARED');
      expect(refusal(before, now(undefined, command))).toBe('E_GRANT_NOT_IN_DIRECTORY');
      expect(refusal(before, now(others, command))).toBe('E_GRANT_NOT_IN_DIRECTORY');
      expect(refusal(before, now({ item: openItem, version: 2 }, command))).toBeUndefined();
    }
    for (const before of [[requestedOpen], [requestedOpen, listed]]) {
      expect(refusal(before, now(closed, refused))).toBeUndefined();
      expect(refusal(before, now(undefined, refused))).toBeUndefined();
      // Neither agreed nor refused, it would stay unanswered for ever.
      expect(refusal(before, now(others, refused))).toBeUndefined();
      expect(refusal(before, onDay('2026-09-30', refused))).toBe('E_GRANT_REFUSAL');
      expect(refusal(before, onDay('2026-10-01', refused))).toBeUndefined();
    }
  });

  it('agrees to no period that is over', () => {
    expect(refusal([requested], onDay('2026-09-30', agreed))).toBeUndefined();
    expect(refusal([requested], onDay('2026-10-01', agreed))).toBe('E_GRANT_PERIOD_OVER');
    const shorter = { ...agreed, to: '2025-10-31' } as GrantCommand;
    expect(refusal([requested], onDay('2025-11-01', shorter))).toBe('E_GRANT_PERIOD_OVER');
    expect(refusal([requested, shorter], onDay('2025-10-31', provisioned))).toBeUndefined();
    expect(refusal([requested, shorter], onDay('2025-11-01', provisioned))).toBe('E_GRANT_PERIOD_OVER');
  });

  it('to an unconditional request is no refusal, except for papers that were listed', () => {
    expect(refusal([requestedOpen], refused)).toBe('E_GRANT_REFUSAL');
    expect(refusal([requestedOpen, listed, supplemented], refused)).toBe('E_GRANT_REFUSAL');
    expect(status(requestedOpen, listed, onDay('2025-10-18', forPapers))).toBe('refused');
  });

  it('that refuses gives a reason', () => {
    expect(refusal([requested], { ...refused, reason: ' ' } as GrantCommand)).toBe('E_GRANT_REASON_MISSING');
  });

  it('is extended once, by at most ten working days, with a consent, and only for conditional items', () => {
    const change = (more: object): GrantCommand => ({ ...extended, ...more }) as GrantCommand;
    expect(refusal([requested], extended)).toBeUndefined();
    expect(refusal([requested, extended], extended)).toBe('E_GRANT_EXTENSION');
    for (const more of [{ workingDays: 11 }, { workingDays: 0 }, { workingDays: 1.5 }, { consentId: ' ' }]) {
      expect(refusal([requested], change(more))).toBe('E_GRANT_EXTENSION');
    }
    expect(refusal([requestedOpen], extended)).toBe('E_GRANT_EXTENSION');
  });

  it('is not extended once its time is over, noted or not', () => {
    expect(refusal([requested], onDay('2025-10-17', extended))).toBeUndefined();
    expect(refusal([requested], onDay('2025-10-18', extended))).toBe('E_GRANT_EXTENSION');
  });

  it('that is late is a breach and not consent; it can still be given', () => {
    expect(status(requested, overdue)).toBe('overdue');
    expect(refusal([requested, overdue], provisioned)).toBe('E_GRANT_STATUS');
    expect(refusal([requested, overdue], extended)).toBe('E_GRANT_STATUS');
    expect(status(requested, overdue, agreed)).toBe('agreed');
  });

  it('is noted overdue for the time it was owed in: what was missed before papers came in is not missed again', () => {
    const again = [requested, listed, supplemented];
    const second = { ...overdue, deadlineId: 'GR-1.reply-2' } as GrantCommand;
    expect(refusal(again, overdue)).toBe('E_GRANT_STATUS');
    expect(status(...again, second)).toBe('overdue');
    expect(refusal([requested], second)).toBe('E_GRANT_STATUS');
  });

  it('agrees to no more than was asked for', () => {
    const wider: readonly object[] = [
      { fields: ['/readings'] },
      { fields: ['/contact'] },
      { fields: [] },
      { from: '2025-09-30' },
      { to: '2026-10-01' },
    ];
    for (const terms of wider) {
      expect(refusal([requested], { ...agreed, ...terms } as GrantCommand)).toBe('E_GRANT_TERMS_WIDER');
    }
    const narrowed = given(grants, [requested, { ...agreed, fields: ['/meterNo'] } as GrantCommand]);
    expect(narrowed.state?.agreed?.fields).toEqual(['/meterNo']);
  });
});
