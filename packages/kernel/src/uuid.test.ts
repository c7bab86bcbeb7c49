import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatUuid, parseUuid } from './uuid.ts';

it('writes 16 bytes', () => {
  expect(formatUuid(Uint8Array.from({ length: 16 }, (_, at) => at * 17))).toBe(
    '00112233-4455-6677-8899-aabbccddeeff',
  );
});

it('reads what it writes, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.nat(35),
      fc.string(),
      (bytes, at, put) => {
        const text = formatUuid(bytes);
        expect(parseUuid(text)).toEqual(bytes);
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        const read = parseUuid(changed);
        if (read !== undefined) expect(formatUuid(read)).toBe(changed);
      },
    ),
  );
});
