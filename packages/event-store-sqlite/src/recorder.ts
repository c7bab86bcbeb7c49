import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type Append,
  type AppendOutcome,
  eventIdReused,
  isSameText,
  matchesExpected,
  type NewEvent,
  type Position,
  type Revision,
  revisionConflict,
  type StreamName,
} from '@tongban/event-store';
import { BoundedCache } from '@tongban/kernel';
import { encodeEventId } from './event-id.ts';
import { type EventRow, EventRows, insertedInto, insertedValues } from './event-rows.ts';
import type { EventNames } from './names.ts';
import { runEventsMin } from './schema.ts';
import type { SharedRead } from './shared-read.ts';
import { sqliteCode } from './store-failure.ts';

/** What became of one request: its outcomes, or why it alone was refused. */
export type Verdict =
  | { readonly ok: true; readonly outcomes: readonly (readonly AppendOutcome[])[] }
  | { readonly ok: false; readonly refusal: unknown };

/** Where a stream ends. Moves on as events are appended to it. */
interface Head {
  /** The number of the stream's name; undefined until it has one. */
  id: number | undefined;
  /** -1 where the stream has no event. */
  revision: Revision;
}

interface KnownEvent {
  readonly position: Position;
  readonly stream: number;
  readonly revision: Revision;
  readonly bytes: Uint8Array;
}

/** Rows cannot go in together: an id is taken, or a value is none that SQLite knows. Nobody outside of this file sees it. */
class NotTogether extends Error {}

/** Groups that are recorded event by event after one that had a repeat in it: they come in swarms. */
const groupsOneByOne = 16;

/** Streams of which it is remembered where they end, at least. */
const headsCachedMax = 131_072;

/**
 * Writes groups of requests, each group in one transaction. While nobody else writes the file it knows every head; where
 * somebody did, `rejoin` says so.
 */
export class Recorder {
  readonly #names: EventNames;
  #heads: BoundedCache<StreamName, Head> = new BoundedCache(headsCachedMax);
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #rows: EventRows;
  readonly #deleteAfter: StatementSync;
  readonly #selectHead: StatementSync;
  readonly #selectById: StatementSync;
  readonly #database: DatabaseSync;
  readonly #shared: SharedRead;
  #position: Position;
  #recordedAt = 0;
  /** Events of the group are taken for new, and inserted together. */
  #isTogether = false;
  /** Groups that are still to be recorded event by event. */
  #oneByOne = 0;

  constructor(database: DatabaseSync, names: EventNames, shared: SharedRead) {
    this.#database = database;
    this.#shared = shared;
    this.#names = names;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insert = database.prepare(
      `INSERT ${insertedInto} VALUES ${insertedValues} ON CONFLICT (id, source) DO NOTHING`,
    );
    this.#rows = new EventRows(database);
    this.#deleteAfter = database.prepare('DELETE FROM events WHERE position > ?');
    this.#selectHead = database.prepare(
      `SELECT id, (SELECT revision + run - 1 FROM events WHERE stream = streams.id AND run > 0
                   ORDER BY revision DESC LIMIT 1) AS revision
       FROM streams WHERE name = ?`,
    );
    this.#selectById = database.prepare(
      'SELECT position, stream, revision, CAST(json AS BLOB) AS bytes FROM events WHERE id = ? AND source = ?',
    );
    this.#position = Number(database.prepare('SELECT max(position) AS last FROM events').get()?.last ?? 0);
  }

  /** The last position in the file. */
  get position(): Position {
    return this.#position;
  }

  /**
   * Applies the requests in their order and commits them: a verdict for each. A request that is refused leaves nothing
   * and fails alone.
   *
   * @throws what SQLite throws; the whole group is rolled back then, and this recorder must not be used again.
   */
  record(requests: readonly (readonly Append[])[], recordedAt: number): readonly Verdict[] {
    this.#recordedAt = recordedAt;
    this.#shared.end();
    this.#begin.run();
    try {
      const verdicts = this.#recordTogether(requests) ?? this.#applyAll(requests);
      this.#commit.run();
      return verdicts;
    } catch (failure) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw failure;
    }
  }

  /** Goes on where another connection has come to. What it remembers of streams may be old then. */
  rejoin(position: Position): void {
    if (position === this.#position) return;
    this.#position = position;
    this.#heads = new BoundedCache(headsCachedMax);
  }

  /** Takes back what was committed after a position: for events that never became durable. */
  discardAfter(position: Position): void {
    this.#deleteAfter.run(position);
    this.#position = Math.min(this.#position, position);
  }

  /** Undefined where rows cannot go in together, with nothing recorded: it takes a look at each event to say which. */
  #recordTogether(requests: readonly (readonly Append[])[]): readonly Verdict[] | undefined {
    if (this.#oneByOne > 0) {
      this.#oneByOne -= 1;
      return undefined;
    }
    const before = this.#position;
    this.#isTogether = true;
    try {
      const verdicts = this.#applyAll(requests);
      this.#insertRows();
      return verdicts;
    } catch (failure) {
      if (!(failure instanceof NotTogether)) throw failure;
      this.#oneByOne = groupsOneByOne;
      this.#beginAgain(before, requests);
      return undefined;
    } finally {
      this.#isTogether = false;
    }
  }

  /** Takes back all that the transaction has done, exactly, and what is remembered of it. */
  #beginAgain(before: Position, requests: readonly (readonly Append[])[]): void {
    this.#database.exec('ROLLBACK');
    this.#position = before;
    this.#names.forget();
    for (const { stream } of requests.flat()) this.#heads.delete(stream);
    this.#begin.run();
  }

  #applyAll(requests: readonly (readonly Append[])[]): readonly Verdict[] {
    return requests.map((appends) => this.#apply(appends));
  }

  #apply(appends: readonly Append[]): Verdict {
    const before = this.#position;
    try {
      return { ok: true, outcomes: appends.map((append) => this.#append(append)) };
    } catch (refusal) {
      if (refusal instanceof NotTogether || sqliteCode(refusal) !== undefined) throw refusal;
      this.#undo(before, appends);
      return { ok: false, refusal };
    }
  }

  #append({ stream, expected, events }: Append): readonly AppendOutcome[] {
    const head = this.#headOf(stream);
    const actual = head.revision < 0 ? null : head.revision;
    const isExpected = matchesExpected(expected, actual);
    // Where each is looked at by itself, a repeat may come between two of them.
    const isRun = this.#isTogether && events.length >= runEventsMin;
    return events.map((event, nth) => {
      const run = isRun ? (nth === 0 ? events.length : 0) : 1;
      // Almost every event is new: it is inserted at once, and looked up only where its id is taken.
      if (isExpected && this.#insertNext(stream, head, event, run)) {
        return { outcome: 'appended', stream, revision: head.revision, position: this.#position };
      }
      const known = this.#find(event);
      if (known === undefined) throw revisionConflict(stream, expected, actual);
      if (known.stream !== head.id || !isSameText(known.bytes, event.bytes)) throw eventIdReused(event);
      return { outcome: 'already-appended', stream, revision: known.revision, position: known.position };
    });
  }

  /** False where the id is taken. */
  #insertNext(stream: StreamName, head: Head, event: NewEvent, run: number): boolean {
    head.id ??= this.#names.streams.add(stream);
    const row: EventRow = [
      this.#position + 1,
      head.id,
      head.revision + 1,
      this.#names.types.intern(event.type),
      this.#recordedAt,
      this.#names.sources.intern(event.source),
      encodeEventId(event.id),
      event.bytes,
      run,
    ];
    if (this.#isTogether) {
      this.#rows.add(row);
      if (this.#rows.isFull) this.#insertRows();
    } else if (this.#insert.run(...row).changes === 0) {
      return false;
    }
    this.#position += 1;
    head.revision += 1;
    return true;
  }

  /** @throws NotTogether, and what SQLite throws */
  #insertRows(): void {
    let isDone = false;
    try {
      isDone = this.#rows.insert();
    } catch (failure) {
      if (sqliteCode(failure) !== undefined) throw failure;
    }
    if (!isDone) throw new NotTogether();
  }

  #find(event: NewEvent): KnownEvent | undefined {
    this.#insertRows();
    const source = this.#names.sources.find(event.source);
    if (source === undefined) return undefined;
    return this.#selectById.get(encodeEventId(event.id), source) as KnownEvent | undefined;
  }

  #headOf(stream: StreamName): Head {
    const known = this.#heads.get(stream);
    if (known !== undefined) return known;
    const row = this.#selectHead.get(stream) as { id: number; revision: Revision | null } | undefined;
    const head: Head = { id: row?.id, revision: row?.revision ?? -1 };
    this.#heads.set(stream, head);
    return head;
  }

  #undo(before: Position, appends: readonly Append[]): void {
    if (this.#position === before) return;
    this.#insertRows();
    this.discardAfter(before);
    for (const { stream } of appends) this.#heads.delete(stream);
  }
}
