import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derivedEventId } from './derived-event-id.ts';

const cause = { source: '/departments/tax/ledger', id: '01956a2e-1c00-7abc-8def-0123456789ab' };

it('gives the same id for the same cause, reactor and label: this one, for ever', () => {
  expect(derivedEventId(cause, 'tax-registration')).toBe('01956a2e-1c00-82e8-87b8-28c12e3824c4');
  expect(derivedEventId(cause, 'tax-registration', 0)).toBe(derivedEventId(cause, 'tax-registration'));
});

it('gives another id for anything else', () => {
  const ids = [
    derivedEventId(cause, 'r', 0),
    derivedEventId(cause, 'r', 1),
    derivedEventId(cause, 'r', '1'),
    derivedEventId(cause, 's', 0),
    derivedEventId({ ...cause, source: '/departments/tax/other' }, 'r', 0),
    derivedEventId({ ...cause, id: 'A234-1234-1234' }, 'r', 0),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it('is a UUIDv8 whatever the cause, and keeps the time of a time-ordered one, also through several steps', () =>
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' })), (id) => {
      const derived = derivedEventId({ source: '/s', id }, 'r');
      expect(derived).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(derivedEventId({ source: '/s', id: derived }, 'r').slice(0, 13)).toBe(derived.slice(0, 13));
      if (/^.{14}7/.test(id) && id.length === 36) expect(derived.slice(0, 13)).toBe(id.slice(0, 13));
    }),
  ));
