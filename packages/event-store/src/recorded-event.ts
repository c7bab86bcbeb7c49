import { attributesIn, type CloudEvent, type EventAttributes } from '@tongban/cloudevents';
import { decodeJson } from '@tongban/kernel';
import type { Position, Revision, StreamName } from './event-store.ts';

/** An event as the store gives it back. */
export interface RecordedEvent {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  /** When the store recorded it, epoch milliseconds. */
  readonly recordedAt: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The event's text exactly as it was appended. */
  readonly json: string;
  /** The same in UTF-8: for whoever hands it on and has no use for a string. */
  readonly bytes: Uint8Array;
  /** The parsed event: parsed at the first look, so that readers who only route by type do not pay for it. */
  readonly event: CloudEvent;
  /** The event without its data, which is cheaper to come by: for whoever only sorts events by what they say of themselves. */
  readonly attributes: EventAttributes;
}

/** What an adapter knows of a recorded event. Without the id, it is the one in the text. */
export interface StoredRow extends Omit<RecordedEvent, 'event' | 'attributes' | 'id' | 'json' | 'bytes'> {
  readonly id?: string;
  readonly bytes: Uint8Array;
}

/** What adapters give their readers: a recorded event that decodes and parses its text when somebody looks. */
export class StoredEvent implements RecordedEvent {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly recordedAt: number;
  readonly source: string;
  readonly type: string;
  readonly #id: string | undefined;
  #text: string | Uint8Array;
  #event: CloudEvent | undefined;
  #parse: (() => CloudEvent) | undefined;
  #attributes: EventAttributes | undefined;

  /** `event` where it is at hand, or cheaper to come by than from the text alone: exactly what the text says. */
  constructor(recorded: StoredRow, event?: CloudEvent | (() => CloudEvent)) {
    this.position = recorded.position;
    this.stream = recorded.stream;
    this.revision = recorded.revision;
    this.recordedAt = recorded.recordedAt;
    this.source = recorded.source;
    this.type = recorded.type;
    this.#id = recorded.id;
    this.#text = recorded.bytes;
    if (typeof event === 'function') this.#parse = event;
    else this.#event = event;
  }

  /** An event of which nothing else is at hand but its text and where it lies. @throws where the text is no JSON */
  static ofText(placed: Omit<StoredRow, 'id' | 'source' | 'type'>): StoredEvent {
    const attributes = attributesIn(placed.bytes);
    const { id, source, type } = attributes ?? (decodeJson(decodedText(placed.bytes)) as CloudEvent);
    const stored = new StoredEvent({ ...placed, id, source, type });
    stored.#attributes = attributes;
    return stored;
  }

  /** Empty where the text cannot be read: such an event fails, and can be parked all the same. */
  get id(): string {
    try {
      return this.#id ?? this.event.id;
    } catch {
      return '';
    }
  }

  get json(): string {
    // From here on the bytes are not held: they may be a part of a whole page.
    if (typeof this.#text !== 'string') this.#text = decodedText(this.#text);
    return this.#text;
  }

  get bytes(): Uint8Array {
    return typeof this.#text === 'string' ? Buffer.from(this.#text) : this.#text;
  }

  get event(): CloudEvent {
    this.#event ??= this.#parse?.() ?? (decodeJson(this.json) as CloudEvent);
    this.#parse = undefined;
    return this.#event;
  }

  get attributes(): EventAttributes {
    if (this.#event !== undefined) return this.#event;
    this.#attributes ??= typeof this.#text === 'string' ? undefined : attributesIn(this.#text);
    return this.#attributes ?? this.event;
  }
}

/** The text of an event, which is UTF-8. */
export function decodedText({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString();
}
