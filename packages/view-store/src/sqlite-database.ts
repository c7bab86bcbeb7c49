import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { folderErrors, makeFolder } from '@tongban/folders';
import type { TongbanError } from '@tongban/kernel';
import type { Projection, ViewModule } from '@tongban/processing';
import { viewErrors } from './errors.ts';
import {
  type Executed,
  openSqliteReader,
  openSqliteWriter,
  type SqliteConnection,
  type SqliteWriterOptions,
} from './sqlite-connection.ts';
import { openSqliteThread } from './sqlite-thread.ts';
import { type Turns, takingTurns } from './taking-turns.ts';

/** The connection that writes: in a thread of its own, or in place. */
export interface SqliteWriter {
  /** Statements run in the order in which they are asked for. Rejects with what SQLite throws. */
  execute(sql: string, parameters: readonly unknown[]): Promise<Executed>;
  /** Projects a batch of a view beside the connection: in the thread, where there is one. */
  project?(view: ViewModule, projection: Projection): Promise<void>;
  close(): Promise<void>;
}

/** The connections to one SQLite database. */
export interface SqliteDatabase {
  readonly writer: SqliteWriter;
  /** Taken for as long as nobody else may write: for a statement, a transaction or a projection. */
  readonly turns: Turns;
  /** Sees what was committed. Absent where there can be one connection only: to ':memory:'. */
  readonly reader?: SqliteConnection;
}

/**
 * Opens a database of views, and makes its file (mode 0600) and folder.
 *
 * A file is written by a thread of its own: a view writes hundreds of rows at a time, now and then megabytes of log
 * are copied, and the event loop has requests to answer meanwhile. What an API asks is read in place, which is
 * quicker than the way to the thread and back, and waits for no transaction.
 *
 * @throws E_VIEWS_READ_ONLY, E_VIEWS_FULL, E_VIEWS_UNAVAILABLE
 */
export async function openSqliteDatabase(options: SqliteWriterOptions): Promise<SqliteDatabase> {
  const { path } = options;
  try {
    if (path === ':memory:') return sqliteInPlace(openSqliteWriter(options));
    makeFolder(dirname(path), 0o700);
    closeSync(openSync(path, 'a', 0o600));
    const writer = await openSqliteThread(options);
    return { writer, turns: takingTurns(), reader: openSqliteReader(path) };
  } catch (error) {
    const cause = folderErrors.is(error) ? error.cause : error;
    throw databaseError(cause) ?? openingError(path, cause);
  }
}

function openingError(path: string, cause: unknown): TongbanError {
  const { code, message: reason } = cause as NodeJS.ErrnoException;
  const denied = code === 'EACCES' || code === 'EROFS' || code === 'EPERM';
  return viewErrors.error(denied ? 'E_VIEWS_READ_ONLY' : 'E_VIEWS_UNAVAILABLE', {
    detail: {
      zh: `无法打开视图数据库 ${path}：${reason}。请检查目录的属主、权限和挂载方式，或使用另一个数据目录。`,
      en: `The database of the views ${path} cannot be opened: ${reason}. Check the owner, the permissions and the mount of the folder, or use another data folder.`,
    },
    facts: { path, system: code ?? null },
    cause,
  });
}

/** A database with one connection, used by the thread that asks. */
export function sqliteInPlace(connection: SqliteConnection): SqliteDatabase {
  const writer: SqliteWriter = {
    execute: async (sql, parameters) => connection.execute(sql, parameters),
    close: async () => connection.close(),
  };
  return { writer, turns: takingTurns() };
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
