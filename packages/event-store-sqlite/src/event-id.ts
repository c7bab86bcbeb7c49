const hyphensAt: readonly number[] = [8, 13, 18, 23];
/** Where the 32 digits of a UUID stand in its 36 characters. */
const digitsAt = Uint8Array.from([...Array(36).keys()].filter((at) => !hyphensAt.includes(at)));
const hyphen = 0x2d;

/**
 * How an event id lies in the table: 16 bytes where it is a UUID in its usual lower-case form, which more than halves the
 * index of ids, else the text itself.
 */
export function encodeEventId(id: string): Uint8Array | string {
  if (id.length !== 36) return id;
  for (const at of hyphensAt) if (id.charCodeAt(at) !== hyphen) return id;
  const bytes = new Uint8Array(16);
  for (let nth = 0; nth < 32; nth += 2) {
    const high = digitOf(id.charCodeAt(digitsAt[nth] as number));
    const low = digitOf(id.charCodeAt(digitsAt[nth + 1] as number));
    if ((high | low) < 0) return id;
    bytes[nth >> 1] = (high << 4) | low;
  }
  return bytes;
}

/** The value of a lower-case hexadecimal digit; negative where it is none. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
