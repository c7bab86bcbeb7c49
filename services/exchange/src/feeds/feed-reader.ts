import type { EventStore, Position, RecordedEvent } from '@tongban/event-store';
import { type Clock, instant } from '@tongban/kernel';
import { type FeedCursor, feedCursor, positionOfCursor } from './feed-cursor.ts';
import { hashOfEvents, type OutgoingItem, outgoingItem, type Revealed } from './feed-item.ts';
import type { ReadRecorder } from './read-recorder.ts';
import type { Tail } from './tail.ts';

export interface FeedPage {
  readonly items: readonly OutgoingItem[];
  readonly next: FeedCursor;
  /** True where nothing more was recorded when the page was read. */
  readonly atEnd: boolean;
}

/** How a department is entitled at one instant. Asked anew for every page, so that a suspension stops at once. */
export interface Entitlement {
  /** The types of which the department may receive something. */
  readonly types: readonly string[];
  /** The event as the department may see it; undefined where it may not. A promise only where keys are looked up. */
  reveal(recorded: RecordedEvent): Promise<Revealed | undefined> | Revealed | undefined;
}

export interface FeedReading {
  readonly department: string;
  readonly system: string;
  readonly channel: 'pull' | 'stream' | 'webhook' | 'topic';
  readonly after: Position;
  readonly limit: number;
}

export interface FeedReader {
  /** One page. What it reveals is recorded before it is handed over. */
  read(reading: FeedReading): Promise<FeedPage>;
  /** As `read`, but waits for something to hand over until the signal aborts. */
  readOrWait(reading: FeedReading, signal: AbortSignal): Promise<FeedPage>;
}

/** Events looked at for one page at most, so that a page of a department with few grants stays cheap. */
const scannedMax = 5_000;

/** The one way in which a department reads: pull, stream and its inbox on the bus are built on it. */
export function openFeedReader(options: {
  readonly store: EventStore;
  readonly tail: Tail;
  readonly recorder: ReadRecorder;
  readonly clock: Clock;
  /** The entitlement with everything recorded up to a position taken into account. */
  readonly entitlement: (department: string, head: Position) => Promise<Entitlement>;
}): FeedReader {
  const { store, tail, recorder, clock, entitlement } = options;

  const read = async (reading: FeedReading): Promise<FeedPage> => {
    const { department, limit } = reading;
    const { types, reveal } = await entitlement(department, await store.head());
    const items: OutgoingItem[] = [];
    let after = reading.after;
    let atEnd = false;
    for (let scanned = 0; items.length < limit && scanned < scannedMax && !atEnd; ) {
      const page = await store.readAll({
        after,
        limit: limit - items.length,
        filter: { types },
      });
      for (const recorded of page.events) {
        const revealing = reveal(recorded);
        const seen = revealing instanceof Promise ? await revealing : revealing;
        if (seen) items.push(outgoingItem(department, recorded, seen));
      }
      scanned += page.events.length;
      after = page.next;
      atEnd = page.atEnd;
    }
    const next = feedCursor(department, after);
    if (items.length > 0) {
      const revealed = items.map(({ seen }) => seen);
      await recorder.record({
        ...reading,
        last: after,
        grants: countByGrant(revealed),
        events: items.length,
        responseHash: hashOfEvents(revealed),
        time: instant(clock.now()),
      });
    }
    return { items, next, atEnd };
  };

  return {
    read,
    async readOrWait(reading, signal) {
      let at = reading;
      for (;;) {
        const page = await read(at);
        if (page.items.length > 0 || signal.aborted) return page;
        const position = positionOfCursor(page.next);
        if (page.atEnd && !(await tail.recordedAfter(position, signal))) return page;
        at = { ...reading, after: position };
      }
    },
  };
}

function countByGrant(
  revealed: readonly Revealed[],
): readonly { readonly grantId: string; readonly purpose: string; readonly count: number }[] {
  // Events of one type share one list of grants.
  const lists = new Map<Revealed['grants'], number>();
  for (const { grants } of revealed) lists.set(grants, (lists.get(grants) ?? 0) + 1);
  const counts = new Map<string, { grantId: string; purpose: string; count: number }>();
  for (const [grants, count] of lists) {
    for (const { grantId, purpose } of grants) {
      const counted = counts.get(grantId);
      if (counted) counted.count += count;
      else counts.set(grantId, { grantId, purpose, count });
    }
  }
  return [...counts.values()];
}
