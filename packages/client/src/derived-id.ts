import { canonicalJson, formatUuid } from '@tongban/kernel';

const timeOrderedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The id of an event that answers another one: the same cause, source, type and name always give the same id,
 * so that a handler that runs twice publishes once. A UUIDv8 (RFC 9562 §5.8) of SHA-256; the 48 bits of time
 * of a time-ordered cause are kept, because ordered ids are cheaper to index.
 */
export async function derivedId(
  cause: { readonly source: string; readonly id: string },
  answer: { readonly source: string; readonly type: string; readonly name: string },
): Promise<string> {
  const text = canonicalJson([cause.source, cause.id, answer.source, answer.type, answer.name]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const bytes = new Uint8Array(digest).slice(0, 16);
  if (timeOrderedUuid.test(cause.id)) {
    const timeHex = cause.id.slice(0, 8) + cause.id.slice(9, 13);
    for (let at = 0; at < 6; at++) bytes[at] = Number.parseInt(timeHex.slice(at * 2, at * 2 + 2), 16);
  }
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes);
}
