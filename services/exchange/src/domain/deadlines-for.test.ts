import { chinaHolidays, localDate } from '@tongban/calendar';
import { describe, expect, it } from 'vitest';
import { sharingRules } from '../rules/sharing-rules.ts';
import { type DeadlineChange, deadlinesFor, dueOf } from './deadlines-for.ts';
import { directoryDecider } from './directory-decider.ts';
import type { DirectoryCommand } from './directory-item.ts';
import type { SharingEvent } from './domain-event.ts';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  contractOf,
  disputed,
  extended,
  given,
  grants,
  listed,
  meterItem,
  meterPublished,
  meterType,
  operator,
  overdue,
  provisioned,
  refused,
  requested,
  requestedOpen,
  supplemented,
  tax,
  utilities,
} from './testing/samples.ts';

const day = (text: string, command: GrantCommand): GrantCommand => ({ ...command, on: localDate(text) });
const changes = (events: readonly SharingEvent[]): readonly DeadlineChange[] =>
  events.flatMap((event) => deadlinesFor(event, chinaHolidays, sharingRules));
const said = (change: DeadlineChange): string =>
  `${change.change} ${change.id}${'due' in change ? ` ${change.due.date}${change.due.provisional ? '?' : ''}` : ''}`;
const grantDeadlines = (...commands: readonly GrantCommand[]): readonly string[] =>
  changes(given(grants, commands).events).map(said);

describe('the deadlines of a request', () => {
  it('received on Sunday 2025-09-28, a worked day: unconditional due 09-29, conditional due 10-17', () => {
    expect(grantDeadlines(requestedOpen)).toEqual(['set GR-1.reply-1 2025-09-29']);
    expect(grantDeadlines(requested)).toEqual(['set GR-1.reply-1 2025-10-17']);
  });

  it('extended by ten working days: due 10-31', () => {
    expect(grantDeadlines(requested, day('2025-10-15', extended)).at(-1)).toBe(
      'move GR-1.reply-1 2025-10-31',
    );
  });

  it('agreed to on 10-17: delivery due 11-14', () => {
    expect(
      grantDeadlines(requested, day('2025-10-17', agreed), day('2025-11-03', provisioned)).slice(1),
    ).toEqual(['meet GR-1.reply-1', 'set GR-1.delivery 2025-11-14', 'meet GR-1.delivery']);
  });

  it('are owed by nobody once a third party has settled the dispute, also where papers came in meanwhile', () => {
    const coordinated = (outcome: 'share' | 'no-share' | 'unsettled'): GrantCommand => ({
      ...{ kind: 'coordinate', actor: operator, on: localDate('2025-10-21'), item: meterPublished },
      ...{ level: 'same-level-authority', outcome, opinion: '协调意见' },
    });
    const decided = {
      kind: 'decide-dispute',
      outcome: 'share',
      decisionNo: 'GD-1',
      decision: '决定',
    } as const;
    const inDispute = [requested, overdue, disputed, listed, day('2025-10-20', supplemented)];
    const unowed = ['cancel GR-1.reply-1', 'cancel GR-1.reply-2'];
    const settledBy = (...commands: readonly GrantCommand[]): readonly string[] =>
      grantDeadlines(...inDispute, ...commands).slice(3);
    expect(settledBy()).toEqual([]);
    expect(settledBy(coordinated('share'))).toEqual([...unowed, 'set GR-1.delivery 2025-11-18']);
    expect(settledBy(coordinated('no-share'))).toEqual(unowed);
    const after = { ...decided, actor: operator, on: localDate('2025-10-21'), item: meterPublished };
    expect(settledBy(coordinated('unsettled'), after)).toEqual([...unowed, 'set GR-1.delivery 2025-11-18']);
  });

  it('begin anew when missing papers come in', () => {
    const commands = [
      requested,
      day('2025-09-29', listed),
      day('2025-10-09', supplemented),
      day('2025-10-10', refused),
    ];
    expect(grantDeadlines(...commands).slice(1)).toEqual([
      'cancel GR-1.reply-1',
      'set GR-1.reply-2 2025-10-22',
      'meet GR-1.reply-2',
    ]);
  });

  it('are the provider’s, and after the purpose the requester’s', () => {
    const ended: GrantCommand = {
      kind: 'end-purpose',
      actor: tax,
      on: localDate('2025-11-03'),
      reason: '完成',
    };
    const set = changes(given(grants, [requested, agreed, provisioned, ended]).events).filter(
      (change) => change.change === 'set',
    );
    expect(set.map(({ id, department, about }) => [id, department, about])).toEqual([
      ['GR-1.reply-1', 'utilities', 'GR-1'],
      ['GR-1.delivery', 'utilities', 'GR-1'],
      ['GR-1.disposal', 'tax', 'GR-1'],
    ]);
  });
});

describe('the deadlines of the directory', () => {
  const submit = (on: string): DirectoryCommand => ({
    kind: 'submit',
    actor: utilities,
    on: localDate(on),
    type: meterItem.type,
    item: meterItem,
    contract: contractOf(meterItem),
    signedOffBy: { officer: 'U-1', on },
    secrecyReview: { id: 'S-1', on },
    impactReview: { id: 'I-1', on },
  });
  const publish = (on: string): DirectoryCommand => ({ kind: 'publish', actor: operator, on: localDate(on) });
  const change: DirectoryCommand = {
    kind: 'notify-change',
    actor: utilities,
    on: localDate('2025-09-26'),
    cause: 'duty',
    reason: '职责划入',
    changedOn: '2025-09-26',
  };
  const extend: DirectoryCommand = {
    kind: 'extend-update',
    actor: operator,
    on: localDate('2025-10-15'),
    workingDays: 5,
    consentId: 'C-1',
    reason: '系统改造',
  };
  const decider = directoryDecider(sharingRules, chinaHolidays);
  const deadlines = (...commands: readonly DirectoryCommand[]): readonly string[] =>
    changes(given(decider, commands).events).map((one) => said(one).replaceAll(meterType, 'X'));

  it('change 09-26: update due 10-16, extended 10-23, audit of an on-time update by 10-20', () => {
    const before = [submit('2025-09-01'), publish('2025-09-02'), change];
    expect(deadlines(...before).at(-1)).toBe('set X.update-1 2025-10-16');
    expect(deadlines(...before, extend).at(-1)).toBe('move X.update-1 2025-10-23');
    expect(deadlines(...before, submit('2025-10-16'), publish('2025-10-20')).slice(-5)).toEqual([
      'meet X.update-1',
      'set X.audit-2 2025-10-20',
      'meet X.audit-2',
      'meet X.addition-2',
      'meet X.update-1',
    ]);
  });

  it('change told while a version waits for its audit: that version answers it, when it is published', () => {
    const waiting = [submit('2025-09-01'), publish('2025-09-02'), submit('2025-09-25'), change];
    expect(deadlines(...waiting, publish('2025-09-28')).slice(-4)).toEqual([
      'set X.update-1 2025-10-16',
      'meet X.audit-2',
      'meet X.addition-2',
      'meet X.update-1',
    ]);
  });

  it('an addition that was asked for is due in fifteen working days and met by its publication', () => {
    const asked: DirectoryCommand = {
      kind: 'request-addition',
      actor: tax,
      on: localDate('2025-09-01'),
      type: meterType,
      provider: 'utilities',
      departments: ['utilities'],
      need: '核实',
    };
    const all = deadlines(asked, submit('2025-09-10'), publish('2025-09-11'));
    expect(all[0]).toBe('set X.addition-1 2025-09-22');
    expect(all.at(-1)).toBe('meet X.addition-1');
  });
});

describe('a due day', () => {
  it('is provisional past the end of the holiday table', () => {
    const terms = { ruleId: 'delivery', startedOn: localDate('2098-12-20'), extraWorkingDays: 0 } as const;
    expect(dueOf(terms, chinaHolidays, sharingRules).provisional).toBe(true);
  });
});
