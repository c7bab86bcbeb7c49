import { describe, expect, it } from 'vitest';
import { type CorrectionCommand, correctionDecider } from './correction.ts';
import { auditor, customs, given, meterType, on, operator, tax, utilities } from './testing/samples.ts';

const about = {
  provider: 'utilities',
  type: meterType,
  wrong: { source: '/departments/utilities/water', id: 'e-1', position: '57' },
};
const raise: CorrectionCommand = {
  kind: 'raise',
  actor: tax,
  on,
  correctionId: 'CR-1',
  about,
  readers: ['customs', 'tax'],
  fields: ['/meterNo'],
  finding: '表号与现场不符',
};
const correct: CorrectionCommand = {
  kind: 'correct',
  actor: utilities,
  on,
  correctionId: 'CR-1',
  about,
  right: { source: '/departments/utilities/water', id: 'e-2' },
  fields: ['/meterNo'],
  readers: ['tax', 'customs', 'tax'],
  reason: '录入错误',
};
const uphold: CorrectionCommand = { kind: 'uphold', actor: utilities, on, reason: '现场复核无误' };
const deliver = (department: string): CorrectionCommand => ({
  kind: 'deliver',
  actor: operator,
  on,
  department,
  channel: 'pull',
});

describe('a correction', () => {
  it('answers the reader who raised it and reaches every reader of the wrong version', () => {
    const corrected = given(correctionDecider, [raise, correct]);
    expect(corrected.events.map(({ type }) => type)).toEqual([
      'sharing.correction-raised.v1',
      'sharing.correction-answered.v1',
      'sharing.datum-corrected.v1',
    ]);
    expect(corrected.state?.untold).toEqual(['customs', 'tax']);
    const told = given(correctionDecider, [raise, correct, deliver('tax'), deliver('customs')]);
    expect(told.state?.untold).toEqual([]);
    expect(told.when(deliver('tax'))).toEqual([]);
    expect(told.events.at(-1)?.data).toMatchObject({
      department: 'customs',
      wrong: { source: about.wrong.source, id: 'e-1' },
      right: { id: 'e-2' },
      fields: ['/meterNo'],
    });
  });

  it('reaches also who read the wrong version afterwards', () => {
    expect(given(correctionDecider, [raise, correct]).when(deliver('courts'))).toHaveLength(1);
  });

  it('is raised by a past reader only', () => {
    const { refusal } = given(correctionDecider, []);
    expect(refusal({ ...raise, readers: ['customs'] } as CorrectionCommand)).toBe(
      'E_CORRECTION_NOT_A_READER',
    );
    expect(refusal({ ...raise, actor: auditor } as CorrectionCommand)).toBe('E_CORRECTION_NOT_A_READER');
    expect(refusal({ ...raise, fields: [] } as CorrectionCommand)).toBe('E_CORRECTION_INVALID');
    expect(given(correctionDecider, [raise]).refusal(raise)).toBe('E_CORRECTION_EXISTS');
  });

  it('is answered once, by the provider, with a reason', () => {
    const { refusal } = given(correctionDecider, [raise]);
    expect(refusal({ ...correct, actor: customs })).toBe('E_CORRECTION_NOT_PROVIDER');
    expect(refusal({ ...uphold, actor: operator })).toBe('E_CORRECTION_NOT_PROVIDER');
    expect(refusal({ ...uphold, reason: ' ' } as CorrectionCommand)).toBe('E_CORRECTION_INVALID');
    const upheld = given(correctionDecider, [raise, uphold]);
    expect(upheld.state?.status).toBe('upheld');
    expect(upheld.refusal(correct)).toBe('E_CORRECTION_ANSWERED');
    expect(given(correctionDecider, [raise, correct]).refusal(uphold)).toBe('E_CORRECTION_ANSWERED');
  });

  it('is of the event that was raised, by another event', () => {
    const { refusal } = given(correctionDecider, [raise]);
    const other = { ...about, wrong: { ...about.wrong, id: 'e-9' } };
    expect(refusal({ ...correct, about: other } as CorrectionCommand)).toBe('E_CORRECTION_INVALID');
    const { source, id } = about.wrong;
    expect(refusal({ ...correct, right: { source, id } } as CorrectionCommand)).toBe('E_CORRECTION_INVALID');
  });

  it('names each field once', () => {
    const fields = ['/b', '/a/c', '/a', '/b'];
    const { events } = given(correctionDecider, [{ ...raise, fields } as CorrectionCommand]);
    expect(events[0]?.data).toMatchObject({ fields: ['/a', '/b'] });
  });

  it('may be the provider’s own finding', () => {
    const own = given(correctionDecider, [correct]);
    expect(own.events.map(({ type }) => type)).toEqual(['sharing.datum-corrected.v1']);
    expect(own.state?.untold).toEqual(['customs', 'tax']);
    expect(given(correctionDecider, []).refusal({ ...correct, actor: tax })).toBe(
      'E_CORRECTION_NOT_PROVIDER',
    );
  });

  it('is delivered by the platform, and only once there is something to deliver', () => {
    const { refusal } = given(correctionDecider, [raise]);
    expect(refusal(deliver('tax'))).toBe('E_CORRECTION_NOT_FOUND');
    expect(refusal({ ...deliver('tax'), actor: utilities })).toBe('E_CORRECTION_NOT_PLATFORM');
  });
});
