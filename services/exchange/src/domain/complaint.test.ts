import { describe, expect, it } from 'vitest';
import { complaintDecider, type FileComplaint } from './complaint.ts';
import { auditor, customs, given, meterType, on, operator, utilities } from './testing/samples.ts';

const file: FileComplaint = {
  kind: 'file',
  actor: operator,
  on,
  complaint: {
    complaintId: 'CP-1',
    personId: 'P-1',
    department: 'utilities',
    eventTypes: [meterType, meterType],
    text: '联系人信息有误',
    receivedOn: on,
  },
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

  it('is taken down by nobody else', () => {
    const { refusal } = given(complaintDecider, []);
    expect(refusal({ ...file, actor: customs })).toBe('E_NOTICE_NOT_ENTITLED');
    expect(refusal({ ...file, actor: auditor })).toBe('E_NOTICE_NOT_ENTITLED');
  });

  it.each([
    ['a text', { text: ' ' }, '/text'],
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
