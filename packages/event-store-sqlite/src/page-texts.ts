import type { CloudEvent } from '@tongban/cloudevents';
import { decodedText } from '@tongban/event-store';
import { decodeJson } from '@tongban/kernel';

/**
 * Bytes of texts that are parsed together. Some dozen take three quarters of the time that each takes by itself. With
 * strings of more than 128 KiB, which V8 keeps in a place of their own, up to twice that time was seen.
 */
const togetherMax = 32 * 1024;

/** Texts that are parsed together. */
interface Together {
  readonly begin: number;
  end: number;
  count: number;
  /** What they say; undefined until somebody asks, and empty where they do not make an array of as many. */
  events?: readonly CloudEvent[];
}

/** The texts of the events of a page, one behind the other with a comma between them: what stands in a JSON array. */
export class PageTexts {
  readonly #joined: Uint8Array;
  #last: Together = { begin: 0, end: 0, count: 0 };

  constructor(joined: Uint8Array) {
    this.#joined = joined;
  }

  /** The next text, of which the length is known, and what it says: parsed with those around it at the first call. */
  next(length: number): { readonly bytes: Uint8Array; readonly event: () => CloudEvent } {
    const begin = this.#last.count === 0 ? 0 : this.#last.end + 1;
    const end = begin + length;
    if (end - this.#last.begin > togetherMax) this.#last = { begin, end, count: 0 };
    const together = this.#last;
    const nth = together.count++;
    together.end = end;
    const bytes = this.#joined.subarray(begin, end);
    return {
      bytes,
      event: () => this.#parsed(together)[nth] ?? (decodeJson(decodedText(bytes)) as CloudEvent),
    };
  }

  /** A damaged text leaves those beside it readable: each is then parsed by itself. */
  #parsed(together: Together): readonly CloudEvent[] {
    if (together.events !== undefined) return together.events;
    let events: readonly CloudEvent[] = [];
    try {
      const texts = decodedText(this.#joined.subarray(together.begin, together.end));
      events = decodeJson(`[${texts}]`) as readonly CloudEvent[];
    } catch {
      // Whoever looks at the damaged one is told.
    }
    together.events = events.length === together.count ? events : [];
    return together.events;
  }
}
