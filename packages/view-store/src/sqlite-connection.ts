import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** What a statement brought. */
export interface Executed {
  readonly rows: readonly unknown[];
  /** Absent where the statement only reads. */
  readonly changed?: { readonly rows: number | bigint; readonly lastId: number | bigint };
}

export interface SqliteWriterOptions {
  /** The file, or ':memory:'. */
  readonly path: string;
  /** Whether what is deleted is overwritten. */
  readonly secureDelete: boolean;
}

/** Prepared statements that are kept, and the longest text worth keeping. */
const statementsMax = 256;
const statementLengthMax = 64 * 1024;
const lockTimeoutMs = 5_000;
/**
 * Of new files; what is there stays as it is. Seven events of usual size fill such a page, where a row holds one; in one of
 * 4 KiB three would leave a quarter of it empty.
 */
const pageBytes = 8_192;
/** Pages kept in memory, KiB, where there are so many: SQLite's own 2 MiB hold the indexes of ten thousand rows. */
const cacheKiB = 32 * 1024;

/** The connection that writes. @throws what SQLite throws */
export function openSqliteWriter({ path, secureDelete }: SqliteWriterOptions): SqliteConnection {
  const database = new DatabaseSync(path, { timeout: lockTimeoutMs });
  database.exec(`pragma page_size = ${pageBytes}`);
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
  // 32 MiB between checkpoints instead of 4: the same pages are written less often.
  database.exec(`pragma wal_autocheckpoint = ${(32 * 1024 * 1024) / pageBytes}`);
  database.exec(`pragma cache_size = -${cacheKiB}`);
  // A statement of many rows keeps the pages that it changes as they were: in a file, that is nearly as much as goes to the log.
  database.exec('pragma temp_store = memory');
  if (secureDelete) database.exec('pragma secure_delete = on');
  return new SqliteConnection(database);
}

/** A connection that sees what was committed, to a file that another one writes. @throws what SQLite throws */
export function openSqliteReader(path: string): SqliteConnection {
  return new SqliteConnection(new DatabaseSync(path, { readOnly: true, timeout: lockTimeoutMs }));
}

/** A connection of `node:sqlite` that keeps the statements it has prepared. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  /** Least recently used first. */
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @throws what SQLite throws */
  execute(sql: string, parameters: readonly unknown[]): Executed {
    // A full disk makes SQLite roll back by itself: there is then nothing left to undo.
    if (sql === 'rollback' && !this.#database.isTransaction) return { rows: [] };
    const { statement, reads } = this.#prepare(sql);
    const values = parameters as readonly SQLInputValue[];
    if (reads) return { rows: statement.all(...values) };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], changed: { rows: changes, lastId: lastInsertRowid } };
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): PreparedStatement {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      const statement = this.#database.prepare(sql);
      prepared = { statement, reads: statement.columns().length > 0 };
    } else {
      this.#statements.delete(sql);
    }
    if (sql.length > statementLengthMax) return prepared;
    this.#statements.set(sql, prepared);
    if (this.#statements.size > statementsMax) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return prepared;
  }
}

interface PreparedStatement {
  readonly statement: StatementSync;
  readonly reads: boolean;
}
