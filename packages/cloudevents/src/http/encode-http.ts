import type { CloudEvent } from '../cloud-event.ts';
import { batchMediaType, structuredMediaType } from '../media-type.ts';
import { encodeHeaderValue } from './header-value.ts';

/** Headers (lower-case names) and body of a request or response. */
export interface EncodedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A whole event in the body. */
export function encodeHttpStructured(event: CloudEvent): EncodedMessage {
  return {
    headers: { 'content-type': `${structuredMediaType}; charset=utf-8` },
    body: JSON.stringify(event),
  };
}

/** Attributes as headers, data as the body. */
export function encodeHttpBinary({ data, datacontenttype, ...attributes }: CloudEvent): EncodedMessage {
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(attributes)) headers[`ce-${name}`] = encodeHeaderValue(value);
  return { headers, body: JSON.stringify(data) };
}

/** Several whole events in the body. */
export function encodeHttpBatch(events: readonly CloudEvent[]): EncodedMessage {
  return { headers: { 'content-type': `${batchMediaType}; charset=utf-8` }, body: JSON.stringify(events) };
}
