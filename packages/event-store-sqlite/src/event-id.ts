import { parseUuid } from '@tongban/kernel';

/**
 * How an event id lies in the table: 16 bytes where it is a UUID in its usual lower-case form, which more than halves the
 * index of ids, else the text itself.
 */
export function encodeEventId(id: string): Uint8Array | string {
  return parseUuid(id) ?? id;
}
