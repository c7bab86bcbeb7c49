import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { TongbanError } from '@tongban/kernel';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { viewErrors } from './errors.ts';

/** Prepared statements that are kept, and the longest text worth keeping. */
const statementsMax = 256;
const statementLengthMax = 64 * 1024;

/** Kysely over `node:sqlite`: one connection, whose transactions take the write lock at once. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class NodeSqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: NodeSqliteConnection;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = new NodeSqliteConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk makes SQLite roll back by itself: there is then nothing left to undo.
    if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  /** Least recently used first. */
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      const { statement, reads } = this.#prepare(sql);
      const values = parameters as readonly SQLInputValue[];
      if (reads) return { rows: statement.all(...values) as Row[] };
      const { changes, lastInsertRowid } = statement.run(...values);
      return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] };
    } catch (error) {
      throw databaseError(error) ?? error;
    }
  }

  async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const statement = this.#database.prepare(sql);
    for (const row of statement.iterate(...(parameters as readonly SQLInputValue[]))) {
      yield { rows: [row as Row] };
    }
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

/** What SQLite's result codes (https://sqlite.org/rescode.html) say about the surroundings. */
export function databaseError(cause: unknown): TongbanError | undefined {
  const { code, errcode } = cause as { readonly code?: unknown; readonly errcode?: unknown };
  if (code === 'ERR_INVALID_STATE') return viewErrors.error('E_VIEWS_CLOSED', { cause });
  if (typeof errcode !== 'number') return undefined;
  const primary = errcode & 0xff;
  if (primary === 13) return viewErrors.error('E_VIEWS_FULL', { cause });
  if (primary === 8) return viewErrors.error('E_VIEWS_READ_ONLY', { cause });
  if ([5, 6, 10, 14].includes(primary)) return viewErrors.error('E_VIEWS_UNAVAILABLE', { cause });
  return undefined;
}
