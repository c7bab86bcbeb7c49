import type { CloudEvent } from '../cloud-event.ts';

/** A record as producers take it; header values and value are UTF-8 text. */
export interface KafkaRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/**
 * An event as a record in binary mode (CloudEvents Kafka binding 1.0.2). Unlike in HTTP, values are not
 * percent-encoded. The key is the caller's: what shares a key stays in order.
 */
export function encodeKafka({ data, datacontenttype, ...attributes }: CloudEvent, key: string): KafkaRecord {
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(attributes)) headers[`ce_${name}`] = value;
  return { key, headers, value: JSON.stringify(data) };
}
