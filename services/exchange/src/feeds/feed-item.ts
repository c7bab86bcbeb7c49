import type { CloudEvent } from '@tongban/cloudevents';
import type { RecordedEvent } from '@tongban/event-store';
import { instant } from '@tongban/kernel';
import { type FeedCursor, feedCursor } from './feed-cursor.ts';

/** One event as a department receives it, the same by every way of reading. */
export interface FeedItem {
  readonly cursor: FeedCursor;
  readonly stream: string;
  readonly revision: string;
  readonly recordedAt: string;
  readonly event: CloudEvent;
  /** The grants under which it is received; empty for a notice of the sharing process to its party. */
  readonly grants: readonly string[];
  /** Pointers of fields that the grants do not cover. */
  readonly withheld: readonly string[];
  /** Pointers of personal fields whose person was erased. */
  readonly erased: readonly string[];
}

/** An event as a department may see it, and why. */
export interface Revealed {
  readonly event: CloudEvent;
  readonly grants: readonly { readonly grantId: string; readonly purpose: string }[];
  readonly withheld: readonly string[];
  readonly erased: readonly string[];
}

/** The item under which a recorded event is handed over. */
export function feedItem(department: string, recorded: RecordedEvent, seen: Revealed): FeedItem {
  return {
    cursor: feedCursor(department, recorded.position),
    stream: recorded.stream,
    revision: String(recorded.revision),
    recordedAt: instant(recorded.recordedAt),
    event: seen.event,
    grants: seen.grants.map(({ grantId }) => grantId),
    withheld: seen.withheld,
    erased: seen.erased,
  };
}

/** The text of an item, from the text of its event: a page writes each event once, to hash it and to send it. */
export function feedItemText(item: FeedItem, eventText: string): string {
  const { cursor, stream, revision, recordedAt, grants, withheld, erased } = item;
  const before = JSON.stringify({ cursor, stream, revision, recordedAt });
  const after = JSON.stringify({ grants, withheld, erased });
  return `${before.slice(0, -1)},"event":${eventText},${after.slice(1)}`;
}
