import {
  addWorkingDays,
  type DueDate,
  deadlineOf,
  type HolidayTable,
  type LocalDate,
  localDate,
} from '@tongban/calendar';
import type { DataOf, SharingEvent } from './domain-event.ts';
import { ruleOn, type SharingRuleId, type SharingRules } from './sharing-rule.ts';

/** From what a due day is derived: derived again, it is the same, unless the holiday table has grown. */
export interface DeadlineTerms {
  readonly ruleId: SharingRuleId;
  /** The day that starts the period; it is not counted. */
  readonly startedOn: LocalDate;
  /** Working days by which the period was extended. */
  readonly extraWorkingDays: number;
}

/** What an event does to a deadline. An id is of one occurrence: it is never set twice. */
export type DeadlineChange =
  | {
      readonly change: 'set';
      readonly id: string;
      readonly terms: DeadlineTerms;
      readonly due: DueDate;
      /** Who must act. */
      readonly department: string;
      /** The grant, directory item or correction: the subject of the event. */
      readonly about: string;
    }
  | { readonly change: 'move'; readonly id: string; readonly terms: DeadlineTerms; readonly due: DueDate }
  | { readonly change: 'meet'; readonly id: string }
  | { readonly change: 'cancel'; readonly id: string; readonly reason: CancelReason };

type CancelReason = DataOf<'sharing.deadline-cancelled.v1'>['reason'];

/** The due day of terms. Provisional where it lies past the end of the holiday table. */
export function dueOf(terms: DeadlineTerms, holidays: HolidayTable, rules: SharingRules): DueDate {
  const { ruleId, startedOn, extraWorkingDays } = terms;
  const { date, provisional } = deadlineOf(ruleOn(rules, ruleId, startedOn), holidays, startedOn);
  if (extraWorkingDays === 0) return { date, provisional };
  const extended = addWorkingDays(holidays, date, extraWorkingDays);
  return { date: extended.date, provisional: provisional || extended.provisional };
}

/** The deadlines that a sharing event starts, moves, meets or cancels (政务数据共享条例 art. 17, 21, 22, 26, 27). */
export function deadlinesFor(
  event: SharingEvent,
  holidays: HolidayTable,
  rules: SharingRules,
): readonly DeadlineChange[] {
  const { subject } = event;
  const set = (
    what: string,
    ruleId: SharingRuleId,
    startedOn: string,
    department: string,
  ): DeadlineChange => {
    const terms = { ruleId, startedOn: localDate(startedOn), extraWorkingDays: 0 };
    const due = dueOf(terms, holidays, rules);
    return { change: 'set', id: `${subject}.${what}`, terms, due, department, about: subject };
  };
  const move = (
    what: string,
    ruleId: SharingRuleId,
    startedOn: string,
    extraWorkingDays: number,
  ): DeadlineChange => {
    const terms = { ruleId, startedOn: localDate(startedOn), extraWorkingDays };
    return { change: 'move', id: `${subject}.${what}`, terms, due: dueOf(terms, holidays, rules) };
  };
  const meet = (what: string): DeadlineChange => ({ change: 'meet', id: `${subject}.${what}` });
  const cancel = (what: string, reason: CancelReason): DeadlineChange => ({
    change: 'cancel',
    id: `${subject}.${what}`,
    reason,
  });
  // What a third party has settled the provider need not answer any more: papers may have come in meanwhile.
  const unowed = (): readonly DeadlineChange[] => [
    cancel('reply-1', 'settled'),
    cancel('reply-2', 'settled'),
  ];

  switch (event.type) {
    case 'sharing.access-requested.v1': {
      const { sharingClass, receivedOn, provider } = event.data;
      return [set('reply-1', replyRules[sharingClass], receivedOn, provider)];
    }
    case 'sharing.request-incomplete-listed.v1':
      // Papers are listed once, so that it is the first reply that nobody owes any more.
      return [cancel('reply-1', 'incomplete')];
    case 'sharing.request-supplemented.v1': {
      const { sharingClass, receivedOn, provider } = event.data;
      return [set('reply-2', replyRules[sharingClass], receivedOn, provider)];
    }
    case 'sharing.reply-extended.v1': {
      const { round, sharingClass, receivedOn, workingDays } = event.data;
      return [move(`reply-${round}`, replyRules[sharingClass], receivedOn, workingDays)];
    }
    case 'sharing.access-agreed.v1': {
      const { round, agreedOn, provider } = event.data;
      return [meet(`reply-${round}`), set('delivery', 'delivery', agreedOn, provider)];
    }
    case 'sharing.access-refused.v1':
      return [meet(`reply-${event.data.round}`)];
    case 'sharing.dispute-coordinated.v1': {
      const { outcome, coordinatedOn, provider } = event.data;
      if (outcome === 'unsettled') return [];
      return [
        ...unowed(),
        ...(outcome === 'share' ? [set('delivery', 'delivery', coordinatedOn, provider)] : []),
      ];
    }
    case 'sharing.dispute-decided.v1': {
      const { outcome, decidedOn, provider } = event.data;
      return [
        ...unowed(),
        ...(outcome === 'share' ? [set('delivery', 'delivery', decidedOn, provider)] : []),
      ];
    }
    case 'sharing.access-provisioned.v1':
      return [meet('delivery')];
    case 'sharing.purpose-ended.v1':
      return [set('disposal', 'disposal', event.data.endedOn, event.data.requester)];
    case 'sharing.access-terminated.v1':
      return [set('disposal', 'disposal', event.data.terminatedOn, event.data.requester)];
    case 'sharing.data-disposed.v1':
      return [meet('disposal')];
    case 'sharing.correction-raised.v1':
      return [set('correction', 'correction', event.data.raisedOn, event.data.provider)];
    case 'sharing.correction-answered.v1':
      return [meet('correction')];
    case 'sharing.directory-addition-requested.v1': {
      const { version, receivedOn, provider } = event.data;
      return [set(`addition-${version}`, 'directory-addition', receivedOn, provider)];
    }
    case 'sharing.directory-change-notified.v1': {
      const { version, changedOn, provider } = event.data;
      return [set(`update-${version}`, 'directory-update', changedOn, provider)];
    }
    case 'sharing.directory-update-extended.v1': {
      const { version, changedOn, workingDays } = event.data;
      return [move(`update-${version}`, 'directory-update', changedOn, workingDays)];
    }
    case 'sharing.directory-item-submitted.v1': {
      const { version, submission, submittedOn } = event.data;
      // The provider has done its part with the submission; how long the audit takes is the authority's affair.
      const done = version > 1 ? [meet(`update-${version - 1}`)] : [];
      return [...done, set(`audit-${submission}`, 'directory-audit', submittedOn, rules.authority)];
    }
    case 'sharing.directory-item-published.v1':
    case 'sharing.directory-item-updated.v1': {
      const { submission, version } = event.data;
      // A change that was told while the version waited for its audit is answered by the version, if it is published.
      const told = version > 1 ? [meet(`update-${version - 1}`)] : [];
      return [meet(`audit-${submission}`), meet(`addition-${version}`), ...told];
    }
    case 'sharing.directory-item-returned.v1':
      return [meet(`audit-${event.data.submission}`)];
    case 'sharing.directory-item-withdrawn.v1':
      return [cancel(`update-${event.data.version}`, 'withdrawn')];
    default:
      return [];
  }
}

/** The deadline of the reply to a request, which is received a second time when missing papers came in. */
export function replyDeadline(grantId: string, round: number): string {
  return `${grantId}.reply-${round}`;
}

/** The period for the reply to a request. */
export const replyRules = { unconditional: 'reply-unconditional', conditional: 'reply-conditional' } as const;
