import { localDate } from '@tongban/calendar';
import { TongbanError } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import { type Grant, type GrantEvent, mayPassOn } from './grant.ts';
import type { AccessRequest, GrantCommand } from './grant-command.ts';
import {
  agreed,
  auditor,
  closedItem,
  courts,
  customs,
  disputed,
  extended,
  given,
  grants,
  listed,
  meterItem,
  meterPublished,
  meterRequest,
  on,
  openItem,
  operator,
  overdue,
  provisioned,
  refusalOf,
  refused,
  requested,
  requestedOpen,
  supplemented,
  suspended,
  tax,
  utilities,
} from './testing/samples.ts';

const status = (...commands: readonly GrantCommand[]): string | undefined =>
  given(grants, commands).state?.status;
const forPapers = { ...refused, reasonCode: 'papers-not-supplemented' } as GrantCommand;
const onDay = (day: string, command: GrantCommand): GrantCommand => ({ ...command, on: localDate(day) });
const refusal = (before: readonly GrantCommand[], command: GrantCommand): string | undefined =>
  given(grants, before).refusal(command);
const rulesBroken = (change: Partial<AccessRequest>, actor: Actor = tax): readonly string[] => {
  try {
    grants.decide(undefined, {
      ...requested,
      actor,
      request: { ...meterRequest, ...change },
    } as GrantCommand);
    return [];
  } catch (error) {
    return error instanceof TongbanError
      ? error.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
      : [];
  }
};

describe('a grant', () => {
  it('goes from the request to the disposal of the data', () => {
    const { state, events } = given(grants, [
      requested,
      extended,
      agreed,
      provisioned,
      suspended,
      { kind: 'restore', actor: utilities, on, rectification: '已整改' },
      { kind: 'end-purpose', actor: tax, on, reason: '工作完成' },
      {
        kind: 'dispose',
        actor: tax,
        on,
        method: 'deleted',
        certificate: { id: 'DC-1', hash: `sha256-${'ab'.repeat(32)}` },
      },
    ]);
    expect(state?.status).toBe('disposed');
    expect(events.map(({ type }) => type.slice('sharing.'.length, -'.v1'.length))).toEqual([
      'access-requested',
      'reply-extended',
      'access-agreed',
      'access-provisioned',
      'access-suspended',
      'access-restored',
      'purpose-ended',
      'data-disposed',
    ]);
    expect(events.every(({ subject }) => subject === 'GR-1')).toBe(true);
  });

  it('takes an id once', () => expect(refusal([requested], requested)).toBe('E_GRANT_EXISTS'));

  it('is not there before it is requested', () => expect(refusal([], agreed)).toBe('E_GRANT_NOT_REQUESTED'));
});

describe('a request', () => {
  it('is refused with the citation where the data is not shared', () => {
    const command = { ...requested, item: { item: closedItem, version: 3 } } as GrantCommand;
    expect(refusal([], command)).toBe('E_GRANT_NOT_SHARED');
    expect(() => grants.decide(undefined, command)).toThrow('保守国家秘密法第二条');
  });

  it('needs an item in the directory', () => {
    expect(refusal([], { ...requested, item: undefined } as GrantCommand)).toBe('E_GRANT_NOT_IN_DIRECTORY');
  });

  it('is not for one’s own data, and not for auditors', () => {
    expect(refusal([], { ...requested, actor: utilities } as GrantCommand)).toBe('E_GRANT_OWN_DATA');
    expect(refusal([], { ...requested, actor: auditor } as GrantCommand)).toBe('E_GRANT_NOT_REQUESTER');
  });

  it('reports every defect at once', () => {
    const broken = rulesBroken({
      scenario: ' ',
      basis: 'ebl',
      legalBasis: [{ source: ' ', article: '第十五条' }],
      fields: ['/meterNo', '/salary', 'meterNo'],
      to: '2099-01-01',
      way: 'webhook',
      storageRegion: 'US',
      signedOffBy: { officer: '', on: '2025-09-29' },
    });
    expect(broken).toEqual([
      '/scenario required',
      '/signedOffBy/officer required',
      '/legalBasis required',
      '/basis basis',
      '/fields/1 field-not-in-directory',
      '/fields/2 field-pointer',
      '/to period',
      '/way way',
      '/storageRegion storage-in-mainland',
      '/signedOffBy/on sign-off',
    ]);
  });

  it('says why each personal field is necessary', () => {
    expect(rulesBroken({ necessity: [] })).toEqual(['/fields/2 necessity']);
    expect(rulesBroken({ necessity: [{ pointer: '/contact/name', reason: ' ' }] })).toEqual([
      '/fields/2 necessity',
    ]);
    expect(rulesBroken({ necessity: [{ pointer: '/contact/name', reason: '核对' }] })).toEqual([]);
  });

  it('has a period that has not passed and ends within the limit', () => {
    expect(rulesBroken({ from: '2025-08-01', to: '2025-09-27' })).toEqual(['/to period']);
    expect(rulesBroken({ from: '2026-01-01', to: '2025-12-31' })).toEqual(['/to period']);
    expect(rulesBroken({ from: '2025-10-01', to: '2028-09-30' })).toEqual([]);
    expect(rulesBroken({ from: '2025-10-01', to: '2028-10-01' })).toEqual(['/to period']);
  });

  it('of a court stands on the court’s own basis, and only a court’s does', () => {
    for (const basis of ['by-reference-43', 'ebl', 'cpl', 'sh-be-85', 'sh-be-88']) {
      expect(rulesBroken({ basis }, courts)).toEqual([]);
      expect(rulesBroken({ basis }, tax)).toEqual(['/basis basis']);
    }
    expect(rulesBroken({ basis: 'order-809' }, courts)).toEqual(['/basis basis']);
  });
});

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
    expect(refusal(active, { ...consent, actor: tax })).toBe('E_GRANT_NOT_PROVIDER');
    for (const to of ['tax', 'utilities', 'nobody']) {
      expect(refusal(active, { ...consent, to })).toBe('E_GRANT_ONWARD');
    }
  });
});

describe('a dispute', () => {
  const unsettled: GrantCommand = {
    kind: 'coordinate',
    actor: operator,
    on,
    item: meterPublished,
    level: 'same-level-authority',
    outcome: 'unsettled',
    opinion: '意见不一',
  };
  const decided: GrantCommand = {
    kind: 'decide-dispute',
    actor: operator,
    on,
    item: meterPublished,
    outcome: 'share',
    decisionNo: 'GD-1',
    decision: '应予共享',
  };

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
