import { closeSync, fstatSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeErrors } from '@tongban/event-store';
import { eventNames } from './names.ts';
import { Reader } from './reader.ts';
import { Recorder } from './recorder.ts';
import { applicationId, schema, schemaVersion, upgradeFrom1 } from './schema.ts';
import { SharedRead } from './shared-read.ts';
import { storeFailure } from './store-failure.ts';

/** Seven events of usual size fill such a page; in one of 4 KiB three would leave a quarter of it empty. */
const pageBytes = 8_192;
/** Pages kept in memory, KiB, where there are so many: the index of a hundred thousand streams has room in it. */
const cacheKiB = 32 * 1024;
/** Room that the file must have before the store accepts events again, bytes: one event of the greatest size. */
const roomBytes = 256 * 1024;

/** One open database with everything that works on it. After a failure of the writer a new one takes its place. */
export class Connection {
  readonly recorder: Recorder;
  readonly reader: Reader;
  /** The `-wal` file, opened a second time for the flush. */
  readonly walFile: number;
  readonly #database: DatabaseSync;
  readonly #shared: SharedRead;
  readonly #walState: StatementSync;

  /**
   * `onUpgrade` hears that the file is of an older version and is made one of this: some seconds for ten million events.
   *
   * @throws E_STORE_FILE_DAMAGED, E_STORE_FILE_NEWER and what SQLite throws
   */
  constructor(path: string, pagesMax?: number, onUpgrade?: (from: number) => void) {
    const database = new DatabaseSync(path);
    try {
      prepareSchema(database, path, onUpgrade);
      if (pagesMax !== undefined) database.exec(`PRAGMA max_page_count = ${pagesMax}`);
      const names = eventNames(database);
      this.#database = database;
      this.#shared = new SharedRead(database);
      this.recorder = new Recorder(database, names, this.#shared);
      this.reader = new Reader(database, names, this.#shared);
      // Unlike a checkpoint, NOOP only tells how long the log is.
      this.#walState = database.prepare('PRAGMA wal_checkpoint(NOOP)');
      this.walFile = openSync(`${path}-wal`, 'r+');
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Bytes in the log that a checkpoint has not yet copied. */
  get walBytes(): number {
    this.#shared.end();
    const { log, checkpointed } = this.#walState.get() as { log: number; checkpointed: number };
    return (log - checkpointed) * pageBytes;
  }

  get walFileBytes(): number {
    return fstatSync(this.walFile).size;
  }

  /** Copies the log into the database and makes it durable there. */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.#shared.end();
    this.#database.exec(`PRAGMA wal_checkpoint(${mode})`);
  }

  /** Proves by writing that an event of the greatest size has room. @throws what SQLite throws */
  proveRoom(): void {
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS room (bytes BLOB);
      INSERT INTO room VALUES (zeroblob(${roomBytes}));
      DROP TABLE room;
    `);
  }

  close(): void {
    this.#shared.end();
    closeSync(this.walFile);
    this.#database.close();
  }
}

function prepareSchema(database: DatabaseSync, path: string, onUpgrade?: (from: number) => void): void {
  const pragma = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name];
  try {
    const version = Number(pragma('user_version'));
    const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
    if (tables > 0 && pragma('application_id') !== applicationId) throw foreignFile(path);
    if (version > schemaVersion) throw newerFile(path, version);
    // NORMAL does not flush a commit: the store does that itself, where it chooses.
    database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA journal_mode = WAL`);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
    database.exec(`PRAGMA cache_size = -${cacheKiB}`);
    if (tables === 0) database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
    else if (version === 1) {
      onUpgrade?.(version);
      database.exec(`BEGIN IMMEDIATE; ${upgradeFrom1} COMMIT`);
    }
  } catch (error) {
    throw storeFailure(error);
  }
}

function foreignFile(path: string): Error {
  return storeErrors.error('E_STORE_FILE_DAMAGED', {
    detail: {
      zh: `${path} 是另一程序的数据库，不是事件库。请使用另一个数据目录。`,
      en: `${path} is a database of another program, not an event store. Use another data folder.`,
    },
    facts: { path },
  });
}

function newerFile(path: string, version: number): Error {
  return storeErrors.error('E_STORE_FILE_NEWER', {
    detail: {
      zh: `${path} 的格式版本是 ${version}，本程序只认识到 ${schemaVersion}。请升级程序。`,
      en: `${path} has format version ${version}; this program knows up to ${schemaVersion}. Upgrade the program.`,
    },
    facts: { path, version, versionMax: schemaVersion },
  });
}
