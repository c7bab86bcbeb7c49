import { type RecordedEvent, StoredEvent } from '@tongban/event-store';
import { decodeJson } from '@tongban/kernel';

/**
 * Events on their way to another thread: one field after the other, which is cheaper to copy than objects, and no
 * more than the text of an event does not say by itself.
 */
export type PackedEvents = readonly (string | number)[];

type Packed = [RecordedEvent['position'], RecordedEvent['stream'], number, number, string];
const fieldsOfOne: Packed['length'] = 5;

export function packEvents(events: readonly RecordedEvent[]): PackedEvents {
  const packed: (string | number)[] = [];
  for (const { position, stream, revision, recordedAt, json } of events) {
    packed.push(...([position, stream, revision, recordedAt, json] satisfies Packed));
  }
  return packed;
}

export function unpackEvents(packed: PackedEvents): readonly RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (let from = 0; from < packed.length; from += fieldsOfOne) {
    const [position, stream, revision, recordedAt, json] = packed.slice(from, from + fieldsOfOne) as Packed;
    const event = decodeJson(json) as RecordedEvent['event'];
    const { id, source, type } = event;
    events.push(new StoredEvent({ position, stream, revision, recordedAt, id, source, type, json }, event));
  }
  return events;
}
