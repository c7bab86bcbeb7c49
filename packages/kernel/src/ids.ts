import { formatUuid } from './uuid.ts';

/** Where ids come from: injected, so that a run can be repeated. */
export interface IdSource {
  next(): string;
}

/** Fills the array with random bytes; `crypto.getRandomValues` in production, a seeded generator in tests. */
export type RandomBytes = (target: Uint8Array) => Uint8Array;

/**
 * Time-ordered ids: UUIDv7 (RFC 9562 §5.7) with a 12-bit counter (method 1), strictly increasing within one source
 * also when the clock stands still or goes back. Ordered ids keep the store's unique index fast.
 */
export function uuidV7(options: { readonly now: () => number; readonly random: RandomBytes }): IdSource {
  const bytes = new Uint8Array(16);
  let lastMs = -1;
  let counter = 0;
  return {
    next(): string {
      options.random(bytes);
      const nowMs = options.now();
      if (nowMs > lastMs) {
        lastMs = nowMs;
        counter = (((bytes[6] ?? 0) & 0x07) << 8) | (bytes[7] ?? 0);
      } else if (++counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
      let rest = lastMs;
      for (let at = 5; at >= 0; at--) {
        bytes[at] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      bytes[6] = 0x70 | (counter >> 8);
      bytes[7] = counter & 0xff;
      bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
      return formatUuid(bytes);
    },
  };
}
