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
import { encodeEventId } from './event-id.ts';
import type { EventNames } from './names.ts';
import { listed, type PageRow, pageLists, pageStatement, textOfPageMax } from './page-statement.ts';
import { PageTexts } from './page-texts.ts';
import type { SharedRead } from './shared-read.ts';
import { StreamPages } from './stream-pages.ts';

/** Positions that one filtered page looks at, so that a rare type does not hold up the event loop. */
const scannedPositionsMax = 20_000;

/** By a look into its table: there are too many streams to remember them all. Not of a reader of one, who knows it. */
const streamNames = 'group_concat(json_quote((SELECT name FROM streams WHERE streams.id = stream)))';

/** Reads what is durable: every method is told how far that is. */
export class Reader {
  readonly #names: EventNames;
  readonly #shared: SharedRead;
  readonly #streams: Record<NonNullable<StreamRead['direction']>, StreamPages>;
  readonly #all: StatementSync;
  readonly #allOfTypes: StatementSync;
  readonly #at: StatementSync;
  readonly #byId: StatementSync;
  readonly #text: StatementSync;

  constructor(database: DatabaseSync, names: EventNames, shared: SharedRead) {
    this.#names = names;
    this.#shared = shared;
    this.#streams = {
      forwards: new StreamPages(database, 'forwards'),
      backwards: new StreamPages(database, 'backwards'),
    };
    const pageOf = (which: string): StatementSync =>
      pageStatement(
        database,
        `events AS event WHERE position <= ? AND ${which} ORDER BY position LIMIT ? + 0`,
        streamNames,
      );
    this.#all = pageOf('position > ?');
    this.#allOfTypes = pageOf('position > ? AND type IN (SELECT value FROM json_each(?))');
    this.#at = pageOf('position IN (SELECT value FROM json_each(?))');
    this.#byId = pageOf('id = ? AND source = ?');
    this.#text = database.prepare('SELECT CAST(json AS BLOB) AS bytes FROM events WHERE position = ?');
  }

  readStream(stream: StreamName, read: StreamRead, durable: Position): readonly StoredEvent[] {
    const limit = pageLimit(read.limit);
    const isBackwards = read.direction === 'backwards';
    const from = readFrom('from', read.from ?? (isBackwards ? Number.MAX_SAFE_INTEGER : 0));
    this.#shared.join(durable);
    const id = this.#names.streams.find(stream);
    if (id === undefined) return [];
    const page = this.#streams[isBackwards ? 'backwards' : 'forwards'].page(durable, id, from, limit);
    return this.#events(page, { ofStream: stream, areAllRead: true });
  }

  readAll({ after, limit, filter }: AllRead, durable: Position): AllPage {
    const eventsMax = pageLimit(limit);
    readFrom('after', after);
    this.#shared.join(durable);
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
    const wanted = JSON.stringify(positionsRead(positions));
    this.#shared.join(durable);
    const page = this.#at.get(durable, wanted, pageEventsMax);
    return this.#events(page, { areAllRead: true });
  }

  find(source: string, id: string, durable: Position): StoredEvent | undefined {
    this.#shared.join(durable);
    const sourceId = this.#names.sources.find(source);
    if (sourceId === undefined) return undefined;
    return this.#events(this.#byId.get(durable, encodeEventId(id), sourceId, 1))[0];
  }

  #typeIds(filter: EventFilter): string {
    const matching = this.#names.types.list().filter(({ name }) => matchesFilter(filter, name));
    return JSON.stringify(matching.map(({ id }) => id));
  }

  #events(row: unknown, { ofStream, areAllRead = false }: PageTerms = {}): readonly StoredEvent[] {
    const page = pageLists(row as PageRow);
    const texts = new PageTexts(page.texts);
    const streams = ofStream === undefined ? listed(page.besides) : [];
    const long = (position: Position): Uint8Array => this.#text.get(position)?.bytes as Uint8Array;
    return page.positions.map((position, at) => {
      const length = page.lengths[at] as number;
      const text = length <= textOfPageMax ? texts.next(length) : undefined;
      return new StoredEvent(
        {
          position,
          stream: ofStream ?? (streams[at] as StreamName),
          revision: page.revisions[at] as number,
          recordedAt: page.recordedAt[at] as number,
          source: this.#names.sources.nameOf(page.sources[at] as number),
          type: this.#names.types.nameOf(page.types[at] as number),
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
