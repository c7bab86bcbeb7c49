import type { LocalDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

/** What a person complains about: the sharing of their data by, or with, a department. */
export type Complaint = DataOf<'sharing.subject-complaint-filed.v1'>;

export type ComplaintEvent = EventOf<'sharing.subject-complaint-filed.v1'>;

export interface FileComplaint {
  readonly kind: 'file';
  readonly actor: Actor;
  readonly on: LocalDate;
  readonly complaint: Omit<Complaint, 'by'>;
}

/**
 * The complaint of a person is taken down by the authority (政务数据共享条例 art. 37), or by the department concerned, to
 * which a person may turn as well (个人信息保护法 art. 50). They are those who may read it.
 */
export const complaintDecider: Decider<Complaint | undefined, FileComplaint, ComplaintEvent> = {
  initialState: undefined,
  decide(filed, { actor, on, complaint }) {
    if (filed) return [];
    const { complaintId, department } = complaint;
    if (!isAuthority(actor) && !speaksFor(actor, department)) {
      throw sharingErrors.error('E_NOTICE_NOT_ENTITLED', {
        detail: {
          zh: `对 ${department} 的投诉由该部门或主管部门受理`,
          en: `A complaint about ${department} is taken down by that department or by the authority`,
        },
      });
    }
    const problems = complaintProblems(complaint, on);
    if (problems.length > 0) throw sharingErrors.error('E_COMPLAINT_INVALID', { problems });
    const eventTypes = [...new Set(complaint.eventTypes)];
    return [
      domainEvent('sharing.subject-complaint-filed.v1', complaintId, {
        ...complaint,
        eventTypes,
        by: actedBy(actor),
      }),
    ];
  },
  evolve: (_filed, event) => event.data,
};

function complaintProblems({ text, receivedOn }: Omit<Complaint, 'by'>, on: LocalDate): readonly Problem[] {
  const problems: Problem[] = [];
  if (text.trim() === '') {
    problems.push({
      pointer: '/text',
      rule: 'required',
      message: { zh: '须写明投诉内容', en: 'Say what the complaint is' },
    });
  }
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
