import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './utf8.ts';

describe('decodeUtf8', () => {
  it('is the inverse of encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ ok: true, value: text });
      }),
    );
  });

  it.each([
    ['GBK', [0x61, 0xd6, 0xd0], 3],
    ['an overlong form', [0x61, 0x62, 0xc0, 0xa0], 3],
    ['a surrogate', [0xed, 0xa0, 0x80], 2],
    ['beyond U+10FFFF', [0xf5, 0x80, 0x80, 0x80], 1],
    ['a lone continuation', [0x61, 0x80], 2],
    ['a cut character', [0x61, 0xe4, 0xb8], 3],
  ])('names the byte of %s', (_, bytes, nth) => {
    const decoded = decodeUtf8(new Uint8Array(bytes));
    expect(decoded).toMatchObject({ ok: false, failure: { pointer: '', rule: 'utf-8' } });
    if (!decoded.ok) expect(decoded.failure.message.en).toContain(`at byte ${nth};`);
  });

  it('keeps a byte order mark', () => {
    expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x31]))).toEqual({ ok: true, value: '\ufeff1' });
  });
});
