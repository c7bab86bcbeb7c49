import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decodeJson } from '@tongban/kernel';

/** Bytes of a text that is read with its page; longer ones are read one by one, so that a page stays within some megabytes. */
export const textOfPageMax = 8 * 1024;

/** What is read of an event; what its text says as well is taken out of that, when somebody asks. */
const columns = ['position', 'revision', 'recorded_at', 'source', 'type', 'bytes'] as const;

/** A page as it is read: a list of each column and the texts one behind the other, with a comma between them. */
export type PageRow = readonly (string | number | Uint8Array | null)[];

/** Each list has as many values as the page has events; texts are of those alone that are short enough. */
export interface PageLists {
  readonly positions: readonly number[];
  readonly revisions: readonly number[];
  readonly recordedAt: readonly number[];
  readonly sources: readonly number[];
  readonly types: readonly number[];
  /** Of the text of each. */
  readonly lengths: readonly number[];
  readonly texts: Uint8Array;
  /** What the statement reads besides, as it came. */
  readonly besides: string | number | Uint8Array | null | undefined;
}

/**
 * Reads a page as one row, since SQLite's driver takes longer to make a value than SQLite to add it to a list. Texts
 * come as bytes: the driver makes a string of UTF-8 at several times the cost of Node's own decoder, and who hands a
 * text on needs none.
 *
 * `rows` says which rows of the table of events, called `event`, in which order, and how many with `LIMIT ? + 0`:
 * without the sum SQLite would plan anew at each call, since its plan depends on the number (seen in 3.53). The lists
 * have the order of the rows, as a test proves of the SQLite at hand. `besides` is one more aggregate.
 */
export function pageStatement(database: DatabaseSync, rows: string, besides?: string): StatementSync {
  const lists = columns.map((column) => `group_concat(${column})`);
  const statement = database.prepare(
    `SELECT ${lists.join(', ')}, CAST(group_concat(text, ',') AS BLOB)${besides ? `, ${besides}` : ''}
     FROM (SELECT event.position, event.revision, event.recorded_at, event.source, event.type, event.stream, event.run,
           octet_length(event.json) AS bytes,
           CASE WHEN octet_length(event.json) <= ${textOfPageMax} THEN event.json END AS text
           FROM ${rows})`,
  );
  statement.setReturnArrays(true);
  return statement;
}

/** The lists of a page, which are null where it has no row. */
export function pageLists(row: PageRow): PageLists {
  const lists = row.slice(0, columns.length).map((list) => `[${list ?? ''}]`);
  const [positions, revisions, recordedAt, sources, types, lengths] = decodeJson(`[${lists}]`) as Numbers;
  const texts = (row[columns.length] ?? none) as Uint8Array;
  const besides = row[columns.length + 1];
  return { positions, revisions, recordedAt, sources, types, lengths, texts, besides };
}

type Numbers = readonly [
  positions: readonly number[],
  revisions: readonly number[],
  recordedAt: readonly number[],
  sources: readonly number[],
  types: readonly number[],
  lengths: readonly number[],
];

const none = new Uint8Array();

/** The values of a list; it is null where the page has no row. */
export function listed(list: PageRow[number] | undefined): readonly unknown[] {
  return decodeJson(`[${list ?? ''}]`) as readonly unknown[];
}
