/** A UUID in its usual lower-case form is kept as its 16 bytes, which more than halves the index of ids. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** How an event id lies in the table: 16 bytes where it is a UUID, else the text itself. */
export function encodeEventId(id: string): Uint8Array | string {
  if (id.length !== 36 || !uuid.test(id)) return id;
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
