import { describe, expect, it } from 'vitest';
import { type ComplaintCommand, complaintDecider } from './complaint.ts';
import { auditor, customs, given, meterType, on, operator, utilities } from './testing/samples.ts';

const file: Extract<ComplaintCommand, { readonly kind: 'file' }> = {
  kind: 'file',
  actor: operator,
  on,
  departments: ['customs', 'utilities'],
  complaint: {
    complaintId: 'CP-1',
    personId: 'P-1',
    department: 'utilities',
    eventTypes: [meterType, meterType],
    text: '联系人信息有误',
    receivedOn: on,
  },
};

const answer: Extract<ComplaintCommand, { readonly kind: 'answer' }> = {
  kind: 'answer',
  actor: utilities,
  on,
  outcome: 'partly-founded',
  text: '联系人信息已更正',
};

describe('the complaint of a person', () => {
  it('is taken down by the authority or the department concerned, once', () => {
    const { events, when } = given(complaintDecider, [file]);
    expect(events).toMatchObject([
      { subject: 'CP-1', data: { eventTypes: [meterType], by: { department: 'platform' } } },
    ]);
    expect(when(file)).toEqual([]);
    expect(given(complaintDecider, []).when({ ...file, actor: utilities })).toHaveLength(1);
  });

  it('is about the department of who takes it down, also where nothing else is heard of that one yet', () => {
    const { when } = given(complaintDecider, []);
    expect(when({ ...file, actor: utilities, departments: [] })).toHaveLength(1);
  });

  it('is taken down by nobody else', () => {
    const { refusal } = given(complaintDecider, []);
    expect(refusal({ ...file, actor: customs })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...file, actor: auditor })).toBe('E_NOTICE_NOT_ENTITLED');
  });

  it.each([
    ['a text', { text: ' ' }, '/text'],
    ['a department that is known', { department: 'nope' }, '/department'],
    ['a day that has come', { receivedOn: '2025-09-29' }, '/receivedOn'],
  ])('has %s', (_, different, pointer) => {
    const complaint = { ...file.complaint, ...different };
    expect(() => complaintDecider.decide(undefined, { ...file, complaint })).toThrow(
      expect.objectContaining({
        code: 'E_COMPLAINT_INVALID',
        problems: [expect.objectContaining({ pointer })],
      }),
    );
  });
});

describe('the answer to a complaint', () => {
  it('is given by the department concerned or the authority, with what came of it', () => {
    const { events, state } = given(complaintDecider, [file, answer]);
    expect(events[1]).toEqual({
      type: 'sharing.subject-complaint-answered.v1',
      subject: 'CP-1',
      data: {
        complaintId: 'CP-1',
        personId: 'P-1',
        department: 'utilities',
        outcome: 'partly-founded',
        text: '联系人信息已更正',
        answeredOn: on,
        by: { department: 'utilities', system: 'desk', officer: 'utilities-1' },
      },
    });
    expect(state).toMatchObject({ filed: { text: '联系人信息有误' }, answer: { outcome: 'partly-founded' } });
    expect(given(complaintDecider, [file]).when({ ...answer, actor: operator })).toHaveLength(1);
  });

  it('is given by nobody else, in words, once, and to a complaint that there is', () => {
    const { refusal } = given(complaintDecider, [file]);
    expect(refusal({ ...answer, actor: customs })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...answer, actor: auditor })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...answer, text: ' ' })).toBe('E_COMPLAINT_INVALID');
    expect(given(complaintDecider, [file, answer]).refusal(answer)).toBe('E_COMPLAINT_ANSWERED');
    expect(given(complaintDecider, []).refusal(answer)).toBe('E_COMPLAINT_NOT_FOUND');
  });

  it('leaves the complaint as it was filed: filing it again changes nothing', () => {
    expect(given(complaintDecider, [file, answer]).when(file)).toEqual([]);
  });
});
