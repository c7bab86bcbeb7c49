import { type CloudEvent, type EventAttributes, encodeKafka } from '@tongban/cloudevents';
import type { Position, RecordedEvent, Revision, StreamName } from '@tongban/event-store';
import { canonicalJson, decodeJson, instant, type JsonObject } from '@tongban/kernel';
import { isTracing, noteTrace, type TraceCarrier } from '@tongban/telemetry';
import { kafkaErrors } from './errors.ts';

/** A record as it is produced. */
export interface ProducedRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A record as it is consumed. */
export interface ConsumedRecord {
  readonly offset: number;
  readonly headers: Readonly<
    Record<string, Uint8Array | string | readonly (Uint8Array | string)[] | undefined>
  >;
  readonly value: Uint8Array | null;
}

/** The headers beside those of CloudEvents. They begin without `ce_`: they are the platform's, not the event's. */
export interface PlatformHeaders {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: number;
}

/** An event as a record in binary mode. Its key is its stream, so that a stream stays in order. */
export function eventRecord(
  event: CloudEvent,
  platform: PlatformHeaders,
  trace: TraceCarrier = event,
): ProducedRecord {
  const record = encodeKafka(event, platform.stream);
  const { traceparent, tracestate } = trace;
  return {
    ...record,
    headers: {
      ...record.headers,
      stream: platform.stream,
      revision: String(platform.revision),
      position: String(platform.position),
      recordedat: instant(platform.recordedAt),
      // Tracing libraries look here, and not among the event's own attributes.
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(tracestate === undefined ? {} : { tracestate }),
    },
  };
}

/** The recorded event of a record that the relay wrote. @throws E_BUS_RECORD_UNREADABLE */
export function recordedEventOf(record: ConsumedRecord): RecordedEvent {
  return new RelayedEvent(record);
}

/** The position of a record that the platform wrote, from its header. @throws E_BUS_RECORD_UNREADABLE */
export function positionOf(record: Pick<ConsumedRecord, 'headers' | 'offset'>): Position {
  const position = Number(header(record, 'position'));
  if (!Number.isSafeInteger(position)) throw unreadable(record, 'position');
  return position;
}

/** Headers are read at once, the event when somebody looks: most consumers want a few types only. */
class RelayedEvent implements RecordedEvent {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly recordedAt: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly #record: ConsumedRecord;
  #event: CloudEvent | undefined;
  #json: string | undefined;

  constructor(record: ConsumedRecord) {
    this.#record = record;
    this.position = positionOf(record);
    this.stream = header(record, 'stream') as StreamName;
    this.revision = Number(header(record, 'revision'));
    this.recordedAt = Date.parse(header(record, 'recordedat'));
    this.id = header(record, 'ce_id');
    this.source = header(record, 'ce_source');
    this.type = header(record, 'ce_type');
  }

  get event(): CloudEvent {
    if (this.#event === undefined) {
      this.#event = cloudEventOf(this.#record);
      if (isTracing()) noteTrace(this.#event, traceOfRecord(this.#record));
    }
    return this.#event;
  }

  /** All in headers. */
  get attributes(): EventAttributes {
    return this.#event ?? attributesOf(this.#record);
  }

  /** The store keeps events in their canonical form, so the same text can be written again. */
  get json(): string {
    this.#json ??= canonicalJson(this.event);
    return this.#json;
  }

  get bytes(): Uint8Array {
    return Buffer.from(this.json);
  }
}

function attributesOf(record: ConsumedRecord): EventAttributes {
  const attributes: Record<string, string> = { datacontenttype: header(record, 'content-type') };
  for (const name of Object.keys(record.headers)) {
    if (name.startsWith('ce_')) attributes[name.slice('ce_'.length)] = header(record, name);
  }
  return attributes as unknown as EventAttributes;
}

function cloudEventOf(record: ConsumedRecord): CloudEvent {
  const attributes = attributesOf(record);
  try {
    const data = decodeJson(textOf(record.value ?? new Uint8Array())) as JsonObject;
    return { ...attributes, data };
  } catch (error) {
    throw unreadable(record, 'value', error);
  }
}

/** The relay's span, which is the parent of what a consumer does. */
function traceOfRecord(record: ConsumedRecord): TraceCarrier {
  const { traceparent, tracestate } = record.headers;
  return {
    ...(traceparent === undefined ? {} : { traceparent: header(record, 'traceparent') }),
    ...(tracestate === undefined ? {} : { tracestate: header(record, 'tracestate') }),
  };
}

function header(record: Pick<ConsumedRecord, 'headers' | 'offset'>, name: string): string {
  const value = record.headers[name];
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return textOf(value);
  throw unreadable(record, name);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

function unreadable(record: { readonly offset: number }, what: string, cause?: unknown) {
  return kafkaErrors.error('E_BUS_RECORD_UNREADABLE', {
    facts: { offset: record.offset, part: what },
    ...(cause === undefined ? {} : { cause }),
  });
}
