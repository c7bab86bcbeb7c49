import { createHash } from 'node:crypto';
import { formatUuid } from '@tongban/kernel';

/**
 * The UUID by which the server knows an event: 122 bits of SHA-256 over source and id, as a UUID of version 8
 * (RFC 9562 §5.8). Derived from both also where the id is a UUID itself: two sources may use the same one, and the
 * server takes an event of a known UUID for a repeat.
 */
export function eventUuid(source: string, id: string): string {
  return derivedUuid(source, id);
}

/** A UUID that says the same for the same parts, whoever works it out. */
export function derivedUuid(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes);
}
