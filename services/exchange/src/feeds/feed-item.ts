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
    grants: grantIds(seen.grants),
    withheld: seen.withheld,
    erased: seen.erased,
  };
}

/** The text of an item, from the text of its event: a page writes each event once, to hash it and to send it. */
export function feedItemText(item: FeedItem, eventText: string): string {
  const { cursor, stream, revision, recordedAt } = item;
  // Neither cursors nor numbers nor instants have a character that JSON escapes.
  const place = `"cursor":"${cursor}","stream":${JSON.stringify(stream)},"revision":"${revision}"`;
  return `{${place},"recordedAt":"${recordedAt}","event":${eventText},${accessText(item)}}`;
}

/** Events of one type share the lists of what a department may have of them: so do their items. */
const idsOfGrants = new WeakMap<Revealed['grants'], readonly string[]>();
const textsOfAccess = new WeakMap<
  readonly string[],
  Pick<FeedItem, 'withheld'> & { readonly text: string }
>();

function grantIds(grants: Revealed['grants']): readonly string[] {
  const known = idsOfGrants.get(grants);
  if (known !== undefined) return known;
  const ids = grants.map(({ grantId }) => grantId);
  idsOfGrants.set(grants, ids);
  return ids;
}

/** The members of an item that say what of its event is received and why. */
function accessText({ grants, withheld, erased }: FeedItem): string {
  if (erased.length > 0) return JSON.stringify({ grants, withheld, erased }).slice(1, -1);
  const known = textsOfAccess.get(grants);
  if (known?.withheld === withheld) return known.text;
  const text = JSON.stringify({ grants, withheld, erased }).slice(1, -1);
  textsOfAccess.set(grants, { withheld, text });
  return text;
}
