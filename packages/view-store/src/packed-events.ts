import { joinedTexts, type RecordedEvent, StoredEvent, textsIn } from '@tongban/event-store';

/** Events on their way to another thread. */
export interface PackedEvents {
  /** One after the other, which is cheaper to copy than objects, and no more than the texts do not say themselves. */
  readonly fields: readonly (string | number)[];
  /** Of all events; the fields have the length of each. */
  readonly texts: Uint8Array<ArrayBuffer>;
}

type Packed = [RecordedEvent['position'], RecordedEvent['stream'], number, number, length: number];
const fieldsOfOne: Packed['length'] = 5;

export function packEvents(events: readonly RecordedEvent[]): PackedEvents {
  const fields: (string | number)[] = [];
  const texts: Uint8Array[] = [];
  for (const { position, stream, revision, recordedAt, bytes } of events) {
    fields.push(...([position, stream, revision, recordedAt, bytes.length] satisfies Packed));
    texts.push(bytes);
  }
  return { fields, texts: joinedTexts(texts) };
}

export function unpackEvents({ fields, texts }: PackedEvents): readonly RecordedEvent[] {
  const events: RecordedEvent[] = [];
  const nextText = textsIn(texts);
  for (let from = 0; from < fields.length; from += fieldsOfOne) {
    const [position, stream, revision, recordedAt, length] = fields.slice(from, from + fieldsOfOne) as Packed;
    events.push(StoredEvent.ofText({ position, stream, revision, recordedAt, bytes: nextText(length) }));
  }
  return events;
}
