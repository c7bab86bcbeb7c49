import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeEventId, encodeEventId } from './event-id.ts';

it('keeps lower-case UUIDs in 16 bytes and everything else as text, without loss', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9A-F]{32}$/)),
      (id) => {
        const encoded = encodeEventId(id);
        const asRead =
          typeof encoded === 'string' ? `:${encoded}` : Buffer.from(encoded).toString('hex').toUpperCase();
        expect(decodeEventId(asRead)).toBe(id);
      },
    ),
  );
  expect(encodeEventId('0192f0c4-7a3e-7c11-8a52-0123456789ab')).toHaveLength(16);
});
