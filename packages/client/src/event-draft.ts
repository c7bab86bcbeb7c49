import { type CloudEvent, dataschemaUrl, type SignatureAlgorithm, typeParts } from '@tongban/cloudevents';
import { dataschemas } from '@tongban/contracts/generated';
import { type Clock, canonicalJson, type IdSource, instant, limits, type Problem } from '@tongban/kernel';
import { clientErrors } from './errors.ts';

/** What a department says of an event; the client adds the rest of the envelope. */
export interface EventDraft<Data extends object = object> {
  /** A USCC, or the id of the case or asset. */
  readonly subject: string;
  readonly data: Data;
  /**
   * The flow it belongs to. Default: the flow of `causedBy`, else a new flow named after the event's own id.
   */
  readonly correlationId?: string;
  /** The event that this one answers. */
  readonly causedBy?: Cause;
  /** When it happened: RFC 3339 with a zone, or epoch milliseconds. Default: now. */
  readonly time?: string | number;
  /** Default: a new UUIDv7. The same id must always come with the same content. */
  readonly id?: string;
  /** The version of the contract that the data follows. Default: the version the client was built with. */
  readonly dataschema?: string;
  /** W3C Trace Context of the work that caused it. */
  readonly traceparent?: string;
}

/** The id of an event, or as much of it as names its flow too. */
export type Cause = string | { readonly id: string; readonly correlationid: string };

/** Signs events with a key that the department registered. */
export interface Signer {
  readonly alg: SignatureAlgorithm;
  /** The id under which the key is registered. */
  readonly keyId: string;
  /** The signature of these bytes: 64 bytes for both algorithms. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface Drafting {
  readonly source: string;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly signer?: Signer | undefined;
}

/** Of the contracts that the client was built with. Types registered since begin with their version x.0. */
const newestSchemas: Readonly<Record<string, string | undefined>> = dataschemas;

/** The whole event of a draft, signed where there is a signer. @throws E_CLIENT_EVENT */
export async function draftedEvent(
  type: string,
  draft: EventDraft,
  { source, ids, clock, signer }: Drafting,
): Promise<CloudEvent> {
  const parts = typeParts(type);
  if (!parts) throw unsendable('/type', 'event-type', '<owner>.<event-name>.v<major>');
  const id = draft.id ?? ids.next();
  const cause = typeof draft.causedBy === 'string' ? { id: draft.causedBy } : draft.causedBy;
  const time = draft.time ?? clock.now();
  const event = {
    specversion: '1.0',
    id,
    source,
    type,
    subject: draft.subject,
    time: typeof time === 'number' ? instant(time) : time,
    datacontenttype: 'application/json',
    dataschema:
      draft.dataschema ?? newestSchemas[type] ?? dataschemaUrl(parts.owner, parts.name, parts.major, 0),
    correlationid:
      draft.correlationId ?? (cause && 'correlationid' in cause ? cause.correlationid : undefined) ?? id,
    ...(cause === undefined ? {} : { causationid: cause.id }),
    ...(draft.traceparent === undefined ? {} : { traceparent: draft.traceparent }),
    ...(signer === undefined ? {} : { sigalg: signer.alg, sigkeyid: signer.keyId }),
    data: draft.data as CloudEvent['data'],
  } as const satisfies CloudEvent;
  if (signer === undefined) return event;
  return { ...event, sig: base64url(await signer.sign(encoded(event))) };
}

/**
 * The bytes of an event in RFC 8785 form, made once and sent at every attempt.
 * @throws E_CLIENT_EVENT where JSON cannot say it or it is beyond the size allowed
 */
export function encoded(event: CloudEvent): Uint8Array<ArrayBuffer> {
  let text: string;
  try {
    text = canonicalJson(event);
  } catch (cause) {
    throw unsendable('/data', 'json', 'strings, finite numbers, booleans, null, arrays and objects', cause);
  }
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > limits.eventBytesMax) throw unsendable('', 'size', `${limits.eventBytesMax} bytes`);
  return bytes;
}

function unsendable(pointer: string, rule: string, expected: string, cause?: unknown): Error {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  const message = {
    zh: `${pointer || '事件'} 应为 ${expected}${reason}`,
    en: `${pointer || 'the event'} should be ${expected}${reason}`,
  };
  const problem: Problem = { pointer, rule, expected, message };
  return clientErrors.error('E_CLIENT_EVENT', { detail: message, problems: [problem], cause });
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
