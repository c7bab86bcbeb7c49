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
import { decodeEventId, encodeEventId, eventIdColumn } from './event-id.ts';
import type { EventNames } from './names.ts';

const columns = `position, revision, recorded_at, ${eventIdColumn}, source, type, json`;
/** By a look into its table: there are too many streams to remember them all. */
const streamName = '(SELECT name FROM streams WHERE streams.id = stream)';
type EventRow = readonly [
  position: number,
  revision: number,
  recordedAt: number,
  id: string,
  source: number,
  type: number,
  json: string,
  /** Not of a reader of one stream, who knows it. */
  stream?: StreamName,
];

/** Positions that one filtered page looks at, so that a rare type does not hold up the event loop. */
const scannedPositionsMax = 20_000;

/** Reads what is durable: every method is told how far that is. */
export class Reader {
  readonly #names: EventNames;
  readonly #streamForwards: StatementSync;
  readonly #streamBackwards: StatementSync;
  readonly #all: StatementSync;
  readonly #allOfTypes: StatementSync;
  readonly #byId: StatementSync;

  constructor(database: DatabaseSync, names: EventNames) {
    this.#names = names;
    const select = (rest: string, more = `, ${streamName}`): StatementSync => {
      const selected = `SELECT ${columns}${more} FROM events`;
      const statement = database.prepare(`${selected} WHERE position <= ? AND ${rest}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#streamForwards = select('stream = ? AND revision >= ? ORDER BY revision LIMIT ?', '');
    this.#streamBackwards = select('stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?', '');
    this.#all = select('position > ? ORDER BY position LIMIT ?');
    this.#allOfTypes = select(
      'position > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?',
    );
    this.#byId = select('id = ? AND source = ?');
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

  #events(rows: readonly unknown[], ofStream?: StreamName): readonly StoredEvent[] {
    return (rows as readonly EventRow[]).map(
      ([position, revision, recordedAt, id, source, type, json, stream = ofStream as StreamName]) =>
        new StoredEvent({
          position,
          stream,
          revision,
          recordedAt,
          id: decodeEventId(id),
          source: this.#names.sources.nameOf(source),
          type: this.#names.types.nameOf(type),
          json,
        }),
    );
  }
}
