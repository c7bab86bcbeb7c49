import { hash } from 'node:crypto';
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
  /** The event's canonical text in UTF-8. */
  readonly text: Uint8Array;
  readonly grants: readonly { readonly grantId: string; readonly purpose: string }[];
  readonly withheld: readonly string[];
  readonly erased: readonly string[];
}

/**
 * A recorded event on its way to a department: where it stands, and what is seen of it. The event itself is let go, since
 * its text may be a part of a whole page of the store, which would stay as long as a slow reader takes.
 */
export interface OutgoingItem extends Pick<RecordedEvent, 'position' | 'stream' | 'revision' | 'recordedAt'> {
  readonly cursor: FeedCursor;
  readonly seen: Revealed;
  /** The `FeedItem` as JSON in UTF-8, in parts that follow each other: most of it is what the store has. */
  readonly parts: readonly Uint8Array[];
}

/** The item under which a recorded event is handed over. */
export function outgoingItem(department: string, recorded: RecordedEvent, seen: Revealed): OutgoingItem {
  const { position, stream, revision, recordedAt } = recorded;
  const cursor = feedCursor(department, position);
  // Neither cursors nor numbers nor instants have a character that JSON escapes.
  const place = `"cursor":"${cursor}","stream":${JSON.stringify(stream)},"revision":"${revision}"`;
  const before = Buffer.from(`{${place},"recordedAt":"${instant(recordedAt)}","event":`);
  return { position, stream, revision, recordedAt, cursor, seen, parts: [before, seen.text, access(seen)] };
}

/** Items as the elements of a JSON array, without its brackets, in parts that follow each other. */
export function partsOfItems(items: readonly OutgoingItem[]): readonly Uint8Array[] {
  return separated(items.map(({ parts }) => parts));
}

/** What is kept of pages that were read, to prove what was handed over: the SHA-256 of their events, base64url. */
export function hashOfEvents(seen: readonly Revealed[]): string {
  const events = separated(seen.map(({ text }) => [text]));
  return hash('sha256', Buffer.concat([opening, ...events, closing]), 'base64url');
}

const [opening, separator, closing] = ['[', ',', ']'].map((sign) => Buffer.from(sign)) as [
  Buffer,
  Buffer,
  Buffer,
];

function separated(elements: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] {
  return elements.flatMap((parts, at) => (at === 0 ? parts : [separator, ...parts]));
}

/** Events of one type share the lists of what a department may have of them: so do their items. */
const knownAccess = new WeakMap<
  Revealed['grants'],
  Pick<Revealed, 'withheld'> & { readonly text: Uint8Array }
>();

/** The members of an item that say what of its event is received and why, and its end. */
function access({ grants, withheld, erased }: Revealed): Uint8Array {
  const known = erased.length > 0 ? undefined : knownAccess.get(grants);
  if (known?.withheld === withheld) return known.text;
  const ids = grants.map(({ grantId }) => grantId);
  const text = Buffer.from(`,${JSON.stringify({ grants: ids, withheld, erased }).slice(1)}`);
  if (erased.length === 0) knownAccess.set(grants, { withheld, text });
  return text;
}
