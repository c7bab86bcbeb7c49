import type { CloudEvent } from '@tongban/cloudevents';

/** Where a department stands in its feed: `<department>:<position>`. */
export type FeedCursor = string;

/** One event as the department receives it, the same by every way of reading. */
export interface FeedItem {
  readonly cursor: FeedCursor;
  readonly stream: string;
  readonly revision: string;
  /** When the platform recorded it, RFC 3339. */
  readonly recordedAt: string;
  readonly event: CloudEvent;
  /** The grants under which it is received. */
  readonly grants: readonly string[];
  /** Pointers of fields that the grants do not cover. */
  readonly withheld: readonly string[];
  /** Pointers of personal fields whose person was erased. */
  readonly erased: readonly string[];
}

export interface FeedPage {
  readonly events: readonly FeedItem[];
  /** Where the next page starts: past everything looked at, also what the grants left out. */
  readonly next: FeedCursor;
  /** True where nothing more was recorded when the page was read. */
  readonly atEnd: boolean;
}

/**
 * Data as a reader gets it: any field may be withheld, so every one is optional, at every depth.
 * What is missing is named in `withheld` and `erased`.
 */
export type Received<Data> = Data extends readonly (infer Element)[]
  ? readonly Received<Element>[]
  : Data extends object
    ? { readonly [Name in keyof Data]?: Received<Data[Name]> }
    : Data;

/** Whether `cursor` lies after `other`. Of one department, so that the positions decide. */
export function isAfter(cursor: FeedCursor, other: FeedCursor | undefined): boolean {
  return other === undefined || positionOf(cursor) > positionOf(other);
}

function positionOf(cursor: FeedCursor): bigint {
  return BigInt(cursor.slice(cursor.lastIndexOf(':') + 1));
}
