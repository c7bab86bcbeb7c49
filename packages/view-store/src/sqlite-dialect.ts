import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Executed } from './sqlite-connection.ts';
import { databaseError, type SqliteDatabase } from './sqlite-database.ts';
import { inTurn } from './taking-turns.ts';

/**
 * Kysely over `node:sqlite`. Whoever writes takes turns at the one connection that does: for a transaction, or for a
 * statement. A plain query outside of a transaction is read beside it.
 */
export function sqliteDialect(database: SqliteDatabase): Dialect {
  return {
    createAdapter: () => new ConcurrentSqliteAdapter(),
    createDriver: () => new SqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Kysely would let one query in after the other, reads and writes alike; the driver knows better who must wait. */
class ConcurrentSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteSession> {
    return new SqliteSession(this.#database);
  }

  beginTransaction(session: SqliteSession): Promise<void> {
    return session.begin();
  }

  commitTransaction(session: SqliteSession): Promise<void> {
    return session.end('commit');
  }

  rollbackTransaction(session: SqliteSession): Promise<void> {
    return session.end('rollback');
  }

  async releaseConnection(session: SqliteSession): Promise<void> {
    session.release();
  }

  async destroy(): Promise<void> {
    const { writer, reader, turns } = this.#database;
    await inTurn(turns, () => {
      reader?.close();
      return writer.close();
    });
  }
}

/** What Kysely takes for a connection: for one query, or for those of a transaction. */
class SqliteSession implements DatabaseConnection {
  readonly #database: SqliteDatabase;
  /** Ends this session's turn at the writer; undefined where it has none. */
  #endTurn: (() => void) | undefined;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Takes the write lock at once, so that a transaction never finds that it read what is no longer so. */
  async begin(): Promise<void> {
    this.#endTurn = await this.#database.turns.take();
    await this.#write('begin immediate');
  }

  async end(sql: 'commit' | 'rollback'): Promise<void> {
    await this.#write(sql);
  }

  release(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }

  async executeQuery<Row>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { reader, turns } = this.#database;
    if (this.#endTurn !== undefined) return resultOf(await this.#write(sql, parameters));
    if (reader !== undefined && query.kind === 'SelectQueryNode') {
      return resultOf(await translated(async () => reader.execute(sql, parameters)));
    }
    return resultOf(await inTurn(turns, () => this.#write(sql, parameters)));
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  #write(sql: string, parameters: readonly unknown[] = []): Promise<Executed> {
    return translated(() => this.#database.writer.execute(sql, parameters));
  }
}

async function translated(work: () => Promise<Executed>): Promise<Executed> {
  try {
    return await work();
  } catch (error) {
    throw databaseError(error) ?? error;
  }
}

function resultOf<Row>({ rows, changed }: Executed): QueryResult<Row> {
  if (changed === undefined) return { rows: rows as Row[] };
  return { insertId: BigInt(changed.lastId), numAffectedRows: BigInt(changed.rows), rows: rows as Row[] };
}
