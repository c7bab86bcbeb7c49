/** A UUID in its usual lower-case form is kept as its 16 bytes, which more than halves the index of ids. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** How an event id lies in the table: 16 bytes where it is a UUID, else the text itself. */
export function encodeEventId(id: string): Uint8Array | string {
  if (id.length !== 36 || !uuid.test(id)) return id;
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** SQL that reads an id as text: 32 hexadecimal digits, or a colon and the id. Cheaper than a blob a row. */
export const eventIdColumn = `iif(typeof(id) = 'blob', hex(id), ':' || id)`;

/** The id of what `eventIdColumn` gave. */
export function decodeEventId(text: string): string {
  if (text.startsWith(':')) return text.slice(1);
  const hex = text.toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
