import type { CloudEvent } from '@tongban/cloudevents';
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
  /** The parsed event: parsed at the first look, so that readers who only route by type do not pay for it. */
  readonly event: CloudEvent;
}

/** What adapters give their readers: a recorded event that parses its text when somebody looks. */
export class StoredEvent implements RecordedEvent {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly recordedAt: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly json: string;
  #event: CloudEvent | undefined;

  /** `event` where it is at hand: exactly what `json` says. */
  constructor(recorded: Omit<RecordedEvent, 'event'>, event?: CloudEvent) {
    this.position = recorded.position;
    this.stream = recorded.stream;
    this.revision = recorded.revision;
    this.recordedAt = recorded.recordedAt;
    this.id = recorded.id;
    this.source = recorded.source;
    this.type = recorded.type;
    this.json = recorded.json;
    this.#event = event;
  }

  get event(): CloudEvent {
    this.#event ??= JSON.parse(this.json) as CloudEvent;
    return this.#event;
  }
}
