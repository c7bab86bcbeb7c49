import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestampDefect } from './timestamp.ts';

describe('timestampDefect', () => {
  it.each([
    '2018-04-05T17:31:00Z',
    '2026-03-02T09:30:00+08:00',
    '2026-03-02T09:30:00.123456789-00:30',
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59Z',
  ])('%s is a time', (text) => {
    expect(timestampDefect(text)).toBeUndefined();
    expect(Date.parse(text)).not.toBeNaN();
  });

  const withoutZone = ['', '.5', '.12345', '.123456789012'].map((rest) => `2026-03-02T09:30:00${rest}`);

  it.each(withoutZone)('%s has no zone', (text) => {
    expect(timestampDefect(text)).toBe('time-zone');
  });

  it.each(withoutZone.flatMap((text) => ['Z', '+08:00', '-08:00'].map((zone) => text + zone)))(
    '%s has one',
    (text) => expect(timestampDefect(text)).toBeUndefined(),
  );

  it.each(['2026-03-02t09:30:00Z', '2026-03-02T09:30:00z', '2026-03-02t09:30:00.5+08:00'])(
    '%s has a small letter',
    (text) => expect(timestampDefect(text)).toBe('letter-case'),
  );

  it.each(['2016-12-31T23:59:60Z', '2017-01-01T07:59:60.5+08:00', '2016-12-31t23:59:60z'])(
    '%s is a leap second',
    (text) => expect(timestampDefect(text)).toBe('leap-second'),
  );

  it.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2016-12-31T23:60:60Z',
    '2016-12-31T60:00:60Z',
    '2026-03-02 09:30:00Z',
    '2026-02-30t09:30:00z',
    '2026-03-02T09:30Z',
    '2026-03-02T09:30:00.Z',
    '2026-03-02T09:30:00+0800',
    '2026-03-02T09:30:00+24:00',
    '2026-02-30T09:30:00',
    '2026-03-02',
    '20260302T093000Z',
    '２０２６-03-02T09:30:00Z',
    '',
  ])('%s is none', (text) => {
    expect(timestampDefect(text)).toBe('format');
  });

  it('takes every instant that ECMAScript writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(timestampDefect(date.toISOString())).toBeUndefined();
        },
      ),
    );
  });
});
