import { joinedTexts, type RecordedEvent, StoredEvent, type StreamName, textsIn } from '@tongban/event-store';

/** Events on their way to another thread: what can be handed over and need not be copied, and no more than the texts do not say themselves. */
export interface PackedEvents {
  /** Of each event, one after the other, `numbersEach`. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly streams: readonly StreamName[];
  /** Of all events; the numbers have the length of each. */
  readonly texts: Uint8Array<ArrayBuffer>;
}

/** Position, revision, when it was recorded, bytes of its text. */
const numbersEach = 4;

export function packEvents(events: readonly RecordedEvent[]): PackedEvents {
  const numbers = new Float64Array(events.length * numbersEach);
  const texts: Uint8Array[] = [];
  const streams: StreamName[] = [];
  let at = 0;
  for (const { position, stream, revision, recordedAt, bytes } of events) {
    numbers[at++] = position;
    numbers[at++] = revision;
    numbers[at++] = recordedAt;
    numbers[at++] = bytes.length;
    streams.push(stream);
    texts.push(bytes);
  }
  return { numbers, streams, texts: joinedTexts(texts) };
}

export function unpackEvents({ numbers, streams, texts }: PackedEvents): readonly RecordedEvent[] {
  let at = 0;
  const number = (): number => numbers[at++] as number;
  const nextText = textsIn(texts);
  return streams.map((stream) =>
    StoredEvent.ofText({
      position: number(),
      stream,
      revision: number(),
      recordedAt: number(),
      bytes: nextText(number()),
    }),
  );
}
