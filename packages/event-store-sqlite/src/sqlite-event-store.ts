import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type AllPage,
  type AllRead,
  createTail,
  type EventStore,
  type Position,
  storeErrors,
} from '@tongban/event-store';
import { type Clock, failed, ok } from '@tongban/kernel';
import { Checkpointer } from './checkpointer.ts';
import { Connection } from './connection.ts';
import { openingError, prepareFile, syncFolder } from './data-folder.ts';
import { GroupCommit, type StoreHealth } from './group-commit.ts';
import { claimOwnership } from './ownership.ts';
import type { Reader } from './reader.ts';
import { schemaVersion } from './schema.ts';
import { storeFailure } from './store-failure.ts';
import { type DiskFlush, systemFlush, WalFlush } from './wal-flush.ts';
import { WriterThread } from './writer-thread.ts';

/** So many events at once mean that the event loop has enough to do without writing them; fewer are not worth the way. */
const threadEventsMin = 512;

/** Where the store says that it stopped or started accepting events. A pino logger is one. */
export interface StoreLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface SqliteEventStoreOptions {
  /** The database's file; its folder is made where it is missing. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger?: StoreLogger;
  /** How the log is brought to the disk; default `fdatasync`. Where one is given, every group is written in place. */
  readonly flush?: DiskFlush;
  /**
   * From how many events on a group is written by the store's own thread; default 512. 1 has the thread ready from the
   * start, Infinity writes every group in place.
   */
  readonly threadEventsMin?: number;
  /** Pages of 8 KiB that the file may have, asked at each opening: makes a full disk for tests. */
  readonly pagesMax?: () => number;
}

export interface StoreStats {
  /** Events in the store. */
  readonly events: number;
  /** Transactions that appended something, and flushes that succeeded, since opening. */
  readonly groups: number;
  readonly flushes: number;
  /** Bytes of the database and of its log. */
  readonly databaseBytes: number;
  readonly logBytes: number;
}

export interface SqliteEventStore extends EventStore {
  /** Whether events are accepted. After a failure the store recovers by itself once the cause is gone. */
  health(): StoreHealth;
  stats(): StoreStats;
}

/**
 * Opens the embedded event store and becomes its only writer.
 *
 * @throws E_STORE_LOCKED, E_STORE_READ_ONLY, E_STORE_FULL, E_STORE_FOLDER_UNUSABLE, E_STORE_FILE_DAMAGED,
 * E_STORE_FILE_NEWER
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  const { path } = options;
  prepareFile(path);
  const ownership = claimOwnership(path);
  try {
    const store = await openOwned(options, () => ownership.release());
    syncFolder(dirname(path));
    return store;
  } catch (error) {
    ownership.release();
    throw openingError(path, storeFailure(error));
  }
}

async function openOwned(options: SqliteEventStoreOptions, release: () => void): Promise<SqliteEventStore> {
  const { path, clock, logger, pagesMax, threadEventsMin: eventsMin = threadEventsMin } = options;
  const flush = new WalFlush(options.flush ?? systemFlush);
  const tail = createTail((read) => readAll(read));
  const writer = new GroupCommit({
    connect: () =>
      new Connection(path, pagesMax?.(), (from) =>
        // Seen without being asked for: it takes some seconds for ten million events, and there is no way back.
        logger?.warn(
          { path, from, to: schemaVersion },
          'the event store’s file gets a new format, which versions of the program from before will refuse',
        ),
      ),
    clock,
    flush,
    checkpointer: new Checkpointer(path),
    thread: options.flush
      ? undefined
      : { start: () => new WriterThread({ path, pagesMax: pagesMax?.() }), eventsMin },
    onRecorded: (events) => tail.publish(events),
    onHealth: (health) => {
      if (health.status === 'ok') logger?.info({ path }, 'the event store accepts events again');
      else logger?.warn({ path, err: health.error }, 'the event store does not accept events');
    },
  });
  // What a killed process committed without flushing is made durable before anybody reads it.
  flush.runInPlace(writer.connection.walFile);
  if (eventsMin <= 1) await writer.startThread();
  let closing: Promise<void> | undefined;

  const reading = async <Answer>(read: (reader: Reader, durable: Position) => Answer): Promise<Answer> => {
    if (closing !== undefined) throw storeErrors.error('E_STORE_CLOSED');
    try {
      return read(writer.connection.reader, writer.durable);
    } catch (error) {
      throw storeFailure(error);
    }
  };
  const readAll = (read: AllRead): Promise<AllPage> =>
    reading((reader, durable) => reader.readAll(read, durable));

  return {
    capabilities: { atomicAcrossStreams: true },
    append: (stream, expected, events) => writer.append({ stream, expected, events }),
    appendAll: (appends) => writer.appendAll(appends),
    appendEach: async (appends) =>
      (await writer.appendEach(appends)).map((verdict) =>
        verdict.ok ? ok(verdict.outcomes[0] ?? []) : failed(verdict.refusal),
      ),
    readStream: (stream, read = {}) => reading((reader, durable) => reader.readStream(stream, read, durable)),
    readAll,
    readAt: (positions) => reading((reader, durable) => reader.readAt(positions, durable)),
    find: (source, id) => reading((reader, durable) => reader.find(source, id, durable)),
    head: () => reading((_, durable) => durable),
    subscribe: (subscription) => tail.subscribe(subscription),
    close: () => {
      closing ??= writer.close().finally(release);
      tail.end(storeErrors.error('E_STORE_CLOSED'));
      return closing;
    },
    health: () => writer.health,
    stats: () => ({
      events: writer.durable,
      groups: writer.groups,
      flushes: writer.flushes,
      databaseBytes: statSync(path).size,
      logBytes: writer.connection.walFileBytes,
    }),
  };
}
