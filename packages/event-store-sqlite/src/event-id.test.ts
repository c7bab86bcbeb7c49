import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeEventId } from './event-id.ts';

it('keeps lower-case UUIDs in 16 bytes and everything else as text, no two alike', () => {
  const anyId = fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9A-F]{32}$/));
  const hex = (id: string): string => {
    const encoded = encodeEventId(id);
    return typeof encoded === 'string' ? `text ${encoded}` : `bytes ${Buffer.from(encoded).toString('hex')}`;
  };
  fc.assert(fc.property(anyId, anyId, (one, other) => (hex(one) === hex(other)) === (one === other)));
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(hex(id)).toBe(`bytes ${id.replaceAll('-', '')}`);
      expect(hex(id.toUpperCase())).toBe(/[a-f]/.test(id) ? `text ${id.toUpperCase()}` : hex(id));
    }),
  );
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const other = fc.constantFrom('-', '/', '0', '9', ':', '@', 'A', 'F', '`', 'a', 'f', 'g', ' ', 'é', '办');
  fc.assert(
    fc.property(fc.uuid(), fc.nat(35), other, (id, at, put) => {
      const changed = id.slice(0, at) + put + id.slice(at + 1);
      expect(hex(changed)).toBe(
        uuid.test(changed) ? `bytes ${changed.replaceAll('-', '')}` : `text ${changed}`,
      );
    }),
    { numRuns: 1_000 },
  );
});
