import type { JsonObject } from '@tongban/kernel';

/**
 * An event as the platform keeps it: CloudEvents 1.0 in the profile of the platform. Only these attributes exist;
 * an event with others is refused, so that nothing rides along unseen.
 */
export interface CloudEvent<Data extends object = JsonObject> {
  readonly specversion: '1.0';
  /** The producer's id, 1–128 characters. `(source, id)` is unique for ever. */
  readonly id: string;
  /** `/departments/<department>/<system>`. */
  readonly source: string;
  /** `<owner>.<event-name>.v<major>`. */
  readonly type: string;
  /** A USCC, or the id of the case or asset. */
  readonly subject: string;
  /** RFC 3339 with a zone, exactly as received. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The contract's URL with its minor version. */
  readonly dataschema: string;
  /** The flow: all events of one case across departments share it. */
  readonly correlationid: string;
  /** Id of the event that caused this one. */
  readonly causationid?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly sigalg?: SignatureAlgorithm;
  /** Id under which the department registered the key. */
  readonly sigkeyid?: string;
  /** base64url signature over the RFC 8785 form of the event without `sig`. */
  readonly sig?: string;
  readonly data: Data;
}

export type SignatureAlgorithm = 'ed25519' | 'sm2-sm3';
