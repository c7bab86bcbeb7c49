import type { LocalDate } from '@tongban/calendar';
import type { Localized, Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { otherDepartmentProblems } from './known-department.ts';

/** What a person complains about: the sharing of their data by, or with, a department. */
export type Complaint = DataOf<'sharing.subject-complaint-filed.v1'>;

/** What came of a complaint. An answer is not changed: what comes to light later is a complaint of its own. */
export type ComplaintAnswer = DataOf<'sharing.subject-complaint-answered.v1'>;

export type ComplaintEvent = EventOf<
  'sharing.subject-complaint-filed.v1' | 'sharing.subject-complaint-answered.v1'
>;

/** A complaint as its history made it; the texts in it are as the events have them. */
export interface ComplaintRecord {
  readonly filed: Complaint;
  readonly answer: ComplaintAnswer | undefined;
}

export type ComplaintCommand = { readonly actor: Actor; readonly on: LocalDate } & (
  | {
      readonly kind: 'file';
      readonly complaint: Omit<Complaint, 'by'>;
      /** The departments that are known. */
      readonly departments: readonly string[];
    }
  | {
      readonly kind: 'answer';
      readonly outcome: ComplaintAnswer['outcome'];
      /** What was found and done, in words: the person is told it. */
      readonly text: string;
    }
);

type Of<Kind extends ComplaintCommand['kind']> = Extract<ComplaintCommand, { readonly kind: Kind }>;

/**
 * The complaint of a person is taken down by the authority (政务数据共享条例 art. 37), or by the department concerned, to
 * which a person may turn as well (个人信息保护法 art. 50). They are those who may read it, and either answers it, once, "in
 * time" 及时 (art. 65, from knowledge): no number of days is known, so that no deadline runs.
 */
export const complaintDecider: Decider<ComplaintRecord | undefined, ComplaintCommand, ComplaintEvent> = {
  initialState: undefined,
  decide(record, command) {
    switch (command.kind) {
      case 'file':
        return file(record, command);
      case 'answer':
        return [answer(record, command)];
    }
  },
  evolve(record, event) {
    switch (event.type) {
      case 'sharing.subject-complaint-filed.v1':
        return { filed: event.data, answer: undefined };
      case 'sharing.subject-complaint-answered.v1':
        return record && { ...record, answer: event.data };
    }
  },
};

function file(
  record: ComplaintRecord | undefined,
  { actor, on, complaint, departments }: Of<'file'>,
): readonly ComplaintEvent[] {
  if (record) return [];
  const { complaintId, department } = complaint;
  requireHandler(actor, department, { zh: '受理', en: 'taken down' });
  const problems = [
    ...otherDepartmentProblems('/department', department, { actor, departments }),
    ...complaintProblems(complaint, on),
  ];
  if (problems.length > 0) throw sharingErrors.error('E_COMPLAINT_INVALID', { problems });
  const eventTypes = [...new Set(complaint.eventTypes)];
  return [
    domainEvent('sharing.subject-complaint-filed.v1', complaintId, {
      ...complaint,
      eventTypes,
      by: actedBy(actor),
    }),
  ];
}

function answer(
  record: ComplaintRecord | undefined,
  { actor, on, outcome, text }: Of<'answer'>,
): ComplaintEvent {
  if (!record) throw sharingErrors.error('E_COMPLAINT_NOT_FOUND');
  const { complaintId, personId, department } = record.filed;
  requireHandler(actor, department, { zh: '答复', en: 'answered' });
  if (record.answer) throw sharingErrors.error('E_COMPLAINT_ANSWERED', { facts: { complaintId } });
  const problems = textProblems(text, { zh: '须写明处理结果', en: 'Say what came of the complaint' });
  if (problems.length > 0) throw sharingErrors.error('E_COMPLAINT_INVALID', { problems });
  return domainEvent('sharing.subject-complaint-answered.v1', complaintId, {
    complaintId,
    personId,
    department,
    outcome,
    text,
    answeredOn: on,
    by: actedBy(actor),
  });
}

/** @param done what happens to the complaint, in words. */
function requireHandler(actor: Actor, department: string, done: Localized): void {
  if (isAuthority(actor) || speaksFor(actor, department)) return;
  throw sharingErrors.error('E_NOTICE_NOT_ENTITLED', {
    detail: {
      zh: `对 ${department} 的投诉由该部门或主管部门${done.zh}`,
      en: `A complaint about ${department} is ${done.en} by that department or by the authority`,
    },
  });
}

function complaintProblems({ text, receivedOn }: Omit<Complaint, 'by'>, on: LocalDate): readonly Problem[] {
  const problems: Problem[] = [
    ...textProblems(text, { zh: '须写明投诉内容', en: 'Say what the complaint is' }),
  ];
  if (receivedOn > on) {
    problems.push({
      pointer: '/receivedOn',
      rule: 'past',
      expected: { notAfter: on },
      message: { zh: `收到日期不得晚于 ${on}`, en: `It was received on ${on} or before` },
    });
  }
  return problems;
}

function textProblems(text: string, message: Localized): readonly Problem[] {
  return text.trim() === '' ? [{ pointer: '/text', rule: 'required', message }] : [];
}
