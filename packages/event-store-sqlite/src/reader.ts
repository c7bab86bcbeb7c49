import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type AllPage,
  type AllRead,
  type EventFilter,
  matchesFilter,
  type Position,
  pageLimit,
  readFrom,
  StoredEvent,
  type StreamName,
  type StreamRead,
} from '@tongban/event-store';
import { invariant } from '@tongban/kernel';
import { encodeEventId } from './event-id.ts';
import type { EventNames } from './names.ts';

/** What an event's text says as well is taken out of that, when somebody asks. */
const columns = 'position, revision, recorded_at, source, type, octet_length(json)';
/** By a look into its table: there are too many streams to remember them all. */
const streamName = '(SELECT name FROM streams WHERE streams.id = stream)';
type EventRow = readonly [
  position: number,
  revision: number,
  recordedAt: number,
  source: number,
  type: number,
  bytes: number,
  /** Not of a reader of one stream, who knows it. */
  stream?: StreamName,
];

/** Positions that one filtered page looks at, so that a rare type does not hold up the event loop. */
const scannedPositionsMax = 20_000;

/** The texts of a page that take more than this are read one by one, so that memory does not hold them twice. */
const bytesAtOnceMax = 8 * 1024 * 1024;

/**
 * Reads what is durable: every method is told how far that is. A page is read in two steps: its rows, then the texts of
 * all of them as one blob. SQLite's driver makes a string of UTF-8 at several times the cost of Node's own decoder, and
 * who hands a text on needs none.
 */
export class Reader {
  readonly #names: EventNames;
  readonly #streamForwards: StatementSync;
  readonly #streamBackwards: StatementSync;
  readonly #all: StatementSync;
  readonly #allOfTypes: StatementSync;
  readonly #byId: StatementSync;
  readonly #text: StatementSync;
  readonly #texts: StatementSync;

  constructor(database: DatabaseSync, names: EventNames) {
    this.#names = names;
    // `LIMIT ?` alone would have SQLite plan anew at each call, since its plan depends on the number (seen in 3.53).
    const select = (rest: string, more = `, ${streamName}`): StatementSync => {
      const selected = `SELECT ${columns}${more} FROM events`;
      const statement = database.prepare(`${selected} WHERE position <= ? AND ${rest}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#streamForwards = select('stream = ? AND revision >= ? ORDER BY revision LIMIT ? + 0', '');
    this.#streamBackwards = select('stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ? + 0', '');
    this.#all = select('position > ? ORDER BY position LIMIT ? + 0');
    this.#allOfTypes = select(
      'position > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ? + 0',
    );
    this.#byId = select('id = ? AND source = ?');
    this.#text = database.prepare('SELECT CAST(json AS BLOB) AS bytes FROM events WHERE position = ?');
    // The texts come in the order of the subquery, as a test proves of the SQLite at hand.
    this.#texts = database.prepare(
      `SELECT CAST(group_concat(json, '') AS BLOB) AS joined FROM
       (SELECT json FROM events WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position)`,
    );
  }

  readStream(stream: StreamName, read: StreamRead, durable: Position): readonly StoredEvent[] {
    const limit = pageLimit(read.limit);
    const isBackwards = read.direction === 'backwards';
    const from = readFrom('from', read.from ?? (isBackwards ? Number.MAX_SAFE_INTEGER : 0));
    const id = this.#names.streams.find(stream);
    if (id === undefined) return [];
    const statement = isBackwards ? this.#streamBackwards : this.#streamForwards;
    return this.#events(statement.all(durable, id, from, limit), stream);
  }

  readAll({ after, limit, filter }: AllRead, durable: Position): AllPage {
    const eventsMax = pageLimit(limit);
    readFrom('after', after);
    const isFiltered = filter?.types !== undefined || filter?.typePrefixes !== undefined;
    const end = isFiltered ? Math.min(durable, after + scannedPositionsMax) : durable;
    const events = this.#events(
      isFiltered
        ? this.#allOfTypes.all(end, after, this.#typeIds(filter), eventsMax)
        : this.#all.all(end, after, eventsMax),
    );
    const next = events.length === eventsMax ? (events.at(-1)?.position ?? after) : Math.max(after, end);
    return { events, next, atEnd: next >= durable };
  }

  find(source: string, id: string, durable: Position): StoredEvent | undefined {
    const sourceId = this.#names.sources.find(source);
    if (sourceId === undefined) return undefined;
    return this.#events(this.#byId.all(durable, encodeEventId(id), sourceId))[0];
  }

  #typeIds(filter: EventFilter): string {
    const matching = this.#names.types.list().filter(({ name }) => matchesFilter(filter, name));
    return JSON.stringify(matching.map(({ id }) => id));
  }

  #events(found: readonly unknown[], ofStream?: StreamName): readonly StoredEvent[] {
    const rows = found as readonly EventRow[];
    const texts = this.#textsOf(rows);
    return rows.map(
      ([position, revision, recordedAt, source, type, _bytes, stream = ofStream as StreamName], at) =>
        new StoredEvent({
          position,
          stream,
          revision,
          recordedAt,
          source: this.#names.sources.nameOf(source),
          type: this.#names.types.nameOf(type),
          bytes: texts[at] as Uint8Array,
        }),
    );
  }

  #textsOf(rows: readonly EventRow[]): readonly Uint8Array[] {
    let bytes = 0;
    for (const row of rows) bytes += row[5];
    if (rows.length <= 1 || bytes > bytesAtOnceMax) {
      return rows.map(([position]) => this.#text.get(position)?.bytes as Uint8Array);
    }
    const [first, last] = [rows[0], rows.at(-1)] as [EventRow, EventRow];
    if (first[0] > last[0]) return this.#textsOf(rows.toReversed()).toReversed();
    const positions = JSON.stringify(rows.map(([position]) => position));
    const { joined } = this.#texts.get(positions) as { readonly joined: Uint8Array };
    invariant(joined.length === bytes, 'what is recorded does not change between two reads');
    let next = 0;
    return rows.map((row) => {
      const at = next;
      next += row[5];
      return joined.subarray(at, next);
    });
  }
}
