import { hash } from 'node:crypto';
import { canonicalJson, formatUuid } from '@tongban/kernel';

const timeOrderedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The id of an event that another one caused: the same cause, reactor and label always give the same id, so that a
 * repeat of the reaction changes nothing. A UUIDv8 (RFC 9562 §5.8): the first 122 free bits of SHA-256 over the cause's
 * source and id, the reactor and the label. Where the cause's id is time-ordered (UUIDv7, or derived itself), its
 * 48 bits of time are kept, because ordered ids are cheaper in the store's index.
 */
export function derivedEventId(
  cause: { readonly source: string; readonly id: string },
  reactor: string,
  label: number | string = 0,
): string {
  const digest = hash('sha256', canonicalJson([cause.source, cause.id, reactor, label]), 'buffer');
  const bytes = new Uint8Array(digest.subarray(0, 16));
  if (timeOrderedUuid.test(cause.id)) {
    const timeHex = cause.id.slice(0, 8) + cause.id.slice(9, 13);
    for (let at = 0; at < 6; at++) bytes[at] = Number.parseInt(timeHex.slice(at * 2, at * 2 + 2), 16);
  }
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes);
}
