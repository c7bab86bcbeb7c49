import type { Append, NewEvent } from '../event-store.ts';
import { isSameText } from '../new-event.ts';

/** What a store would answer, worked out the slow and obvious way. */
export interface ModelAnswer {
  /** The code of the refusal. */
  readonly refusal?: string;
  /** `<outcome> <revision>` for each event. */
  readonly outcomes?: readonly string[];
}

/** The event store as a list of lists: the measure for adapters, sharing no code with any of them. */
export class StoreModel {
  #streams: ReadonlyMap<string, readonly NewEvent[]> = new Map();

  stream(name: string): readonly NewEvent[] {
    return this.#streams.get(name) ?? [];
  }

  append({ stream, expected, events }: Append): ModelAnswer {
    const start = this.stream(stream);
    let after = start;
    const outcomes: string[] = [];
    for (const event of events) {
      const place = [...this.#streams, [stream, after] as const]
        .flatMap(([name, recorded]) => recorded.map((known, revision) => ({ name, known, revision })))
        .findLast(({ known }) => known.id === event.id && known.source === event.source);
      if (place !== undefined) {
        if (place.name !== stream || !isSameText(place.known.bytes, event.bytes))
          return { refusal: 'E_EVENT_ID_REUSED' };
        outcomes.push(`already-appended ${place.revision}`);
        continue;
      }
      const isMet =
        expected === 'any' ||
        (expected === 'no-stream' && start.length === 0) ||
        (expected === 'stream-exists' && start.length > 0) ||
        (start.length > 0 && expected === start.length - 1);
      if (!isMet) return { refusal: 'E_STORE_REVISION_CONFLICT' };
      outcomes.push(`appended ${after.length}`);
      after = [...after, event];
    }
    this.#streams = new Map(this.#streams).set(stream, after);
    return { outcomes };
  }
}
