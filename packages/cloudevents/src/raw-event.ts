import type { JsonObject, Problem } from '@tongban/kernel';

/** Attributes and `data` of an event as received, by the names of the JSON format; nothing is checked yet. */
export type RawEvent = JsonObject;

/** An event out of a request or record, with the defects of its encoding. */
export interface DecodedEvent {
  /** Undefined where there is nothing to check: not JSON, or not an object. */
  readonly raw: RawEvent | undefined;
  /** Defects of the encoding, pointers into the event: `/data/amountFen` `number-range`, `/id` `duplicate-key` … */
  readonly problems: readonly Problem[];
  /** The RFC 8785 text of `raw` in UTF-8, where it came in that form: a part of what was received. */
  readonly canonical?: Uint8Array | undefined;
}
