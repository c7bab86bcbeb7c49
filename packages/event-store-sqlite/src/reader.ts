import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type AllPage,
  type AllRead,
  type EventFilter,
  matchesFilter,
  type Position,
  pageEventsMax,
  pageLimit,
  positionsRead,
  readFrom,
  StoredEvent,
  type StreamName,
  type StreamRead,
} from '@tongban/event-store';
import { decodeJson } from '@tongban/kernel';
import { encodeEventId } from './event-id.ts';
import type { EventNames } from './names.ts';
import { PageTexts } from './page-texts.ts';

/** Positions that one filtered page looks at, so that a rare type does not hold up the event loop. */
const scannedPositionsMax = 20_000;

/** Bytes of a text that is read with its page; longer ones are read one by one, so that a page stays within some megabytes. */
const textOfPageMax = 8 * 1024;

/** What is read of an event; what its text says as well is taken out of that, when somebody asks. */
const columns: readonly string[] = ['position', 'revision', 'recorded_at', 'source', 'type', 'bytes'];
/** By a look into its table: there are too many streams to remember them all. Not of a reader of one, who knows it. */
const streamName = 'json_quote((SELECT name FROM streams WHERE streams.id = stream))';

const none = new Uint8Array();

/**
 * Reads what is durable: every method is told how far that is. A page is one row: a list of each column and the texts one
 * behind the other, since SQLite's driver takes longer to make a value than SQLite to add it to a list. Texts come as
 * bytes: the driver makes a string of UTF-8 at several times the cost of Node's own decoder, and who hands a text on
 * needs none.
 */
export class Reader {
  readonly #names: EventNames;
  readonly #streamForwards: StatementSync;
  readonly #streamBackwards: StatementSync;
  readonly #all: StatementSync;
  readonly #allOfTypes: StatementSync;
  readonly #at: StatementSync;
  readonly #byId: StatementSync;
  readonly #text: StatementSync;

  constructor(database: DatabaseSync, names: EventNames) {
    this.#names = names;
    // The lists have the order of the subquery, as a test proves of the SQLite at hand. `LIMIT ?` alone would have SQLite
    // plan anew at each call, since its plan depends on the number (seen in 3.53).
    const pageOf = (rows: string, lists: readonly string[] = [...columns, streamName]): StatementSync => {
      const statement = database.prepare(
        `SELECT ${lists.map((column) => `group_concat(${column})`).join(', ')},
         CAST(group_concat(text, ',') AS BLOB)
         FROM (SELECT position, revision, recorded_at, source, type, stream, octet_length(json) AS bytes,
               CASE WHEN octet_length(json) <= ${textOfPageMax} THEN json END AS text
               FROM events WHERE position <= ? AND ${rows} LIMIT ? + 0)`,
      );
      statement.setReturnArrays(true);
      return statement;
    };
    this.#streamForwards = pageOf('stream = ? AND revision >= ? ORDER BY revision', columns);
    this.#streamBackwards = pageOf('stream = ? AND revision <= ? ORDER BY revision DESC', columns);
    this.#all = pageOf('position > ? ORDER BY position');
    this.#allOfTypes = pageOf('position > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position');
    this.#at = pageOf('position IN (SELECT value FROM json_each(?)) ORDER BY position');
    this.#byId = pageOf('id = ? AND source = ?');
    this.#text = database.prepare('SELECT CAST(json AS BLOB) AS bytes FROM events WHERE position = ?');
  }

  readStream(stream: StreamName, read: StreamRead, durable: Position): readonly StoredEvent[] {
    const limit = pageLimit(read.limit);
    const isBackwards = read.direction === 'backwards';
    const from = readFrom('from', read.from ?? (isBackwards ? Number.MAX_SAFE_INTEGER : 0));
    const id = this.#names.streams.find(stream);
    if (id === undefined) return [];
    const statement = isBackwards ? this.#streamBackwards : this.#streamForwards;
    return this.#events(statement.get(durable, id, from, limit), { ofStream: stream, areAllRead: true });
  }

  readAll({ after, limit, filter }: AllRead, durable: Position): AllPage {
    const eventsMax = pageLimit(limit);
    readFrom('after', after);
    const isFiltered = filter?.types !== undefined || filter?.typePrefixes !== undefined;
    const end = isFiltered ? Math.min(durable, after + scannedPositionsMax) : durable;
    const events = this.#events(
      isFiltered
        ? this.#allOfTypes.get(end, after, this.#typeIds(filter), eventsMax)
        : this.#all.get(end, after, eventsMax),
    );
    const next = events.length === eventsMax ? (events.at(-1)?.position ?? after) : Math.max(after, end);
    return { events, next, atEnd: next >= durable };
  }

  readAt(positions: readonly Position[], durable: Position): readonly StoredEvent[] {
    const page = this.#at.get(durable, JSON.stringify(positionsRead(positions)), pageEventsMax);
    return this.#events(page, { areAllRead: true });
  }

  find(source: string, id: string, durable: Position): StoredEvent | undefined {
    const sourceId = this.#names.sources.find(source);
    if (sourceId === undefined) return undefined;
    return this.#events(this.#byId.get(durable, encodeEventId(id), sourceId, 1))[0];
  }

  #typeIds(filter: EventFilter): string {
    const matching = this.#names.types.list().filter(({ name }) => matchesFilter(filter, name));
    return JSON.stringify(matching.map(({ id }) => id));
  }

  #events(page: unknown, { ofStream, areAllRead = false }: PageTerms = {}): readonly StoredEvent[] {
    const row = page as readonly (string | Uint8Array | null)[];
    const texts = new PageTexts((row.at(-1) ?? none) as Uint8Array);
    const long = (position: Position): Uint8Array => this.#text.get(position)?.bytes as Uint8Array;
    const [positions, revisions, recorded, sources, types, lengths, streams] = row.slice(0, -1).map(listed);
    return (positions as readonly Position[]).map((position, at) => {
      const length = lengths?.[at] as number;
      const text = length <= textOfPageMax ? texts.next(length) : undefined;
      return new StoredEvent(
        {
          position,
          stream: ofStream ?? (streams?.[at] as StreamName),
          revision: revisions?.[at] as number,
          recordedAt: recorded?.[at] as number,
          source: this.#names.sources.nameOf(sources?.[at] as number),
          type: this.#names.types.nameOf(types?.[at] as number),
          bytes: text?.bytes ?? long(position),
        },
        areAllRead ? text?.event : undefined,
      );
    });
  }
}

interface PageTerms {
  /** The stream, where the page is of one. */
  readonly ofStream?: StreamName;
  /** Whether who asked for the page looks at what each event says: then the first look parses them all. */
  readonly areAllRead?: boolean;
}

/** The values of a list; it is null where the page has no row. */
function listed(list: string | Uint8Array | null): readonly unknown[] {
  return list === null ? [] : (decodeJson(`[${list}]`) as readonly unknown[]);
}
