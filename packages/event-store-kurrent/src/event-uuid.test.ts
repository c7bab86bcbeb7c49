import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventUuid } from './event-uuid.ts';

it('is the same for the same source and id, and a UUID of version 8', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (source, id) => {
      const uuid = eventUuid(source, id);
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(eventUuid(source, id)).toBe(uuid);
    }),
  );
});

it('is another for another source, also of the same UUID, and does not run the parts together', () => {
  const id = '0192f0c4-7a3e-7c11-8a52-0123456789ab';
  const uuids = [
    eventUuid('/departments/tax/ledger', id),
    eventUuid('/departments/customs/port', id),
    eventUuid('ab', 'c'),
    eventUuid('a', 'bc'),
    eventUuid('', 'abc'),
  ];
  expect(new Set([...uuids, id]).size).toBe(6);
});

it('stays what it is: what is recorded depends on it', () => {
  expect(eventUuid('/departments/tax/ledger', 'a')).toBe('c9456104-32e7-860e-959f-8ffa3a839d6f');
});
