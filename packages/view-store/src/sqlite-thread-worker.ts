import { parentPort, workerData } from 'node:worker_threads';
import { type Executed, openSqliteWriter, type SqliteWriterOptions } from './sqlite-connection.ts';
import type { Project } from './sqlite-projector.ts';
import type { SqliteAnswer, SqliteFailure, SqliteOrder } from './sqlite-thread.ts';

/** The thread of `openSqliteThread`. Where the database does not open, it says why and ends. */
const nothing: Executed = { rows: [] };
try {
  const connection = openSqliteWriter(workerData as SqliteWriterOptions);
  let projector: Promise<Project> | undefined;
  const projectorOf = async (): Promise<Project> =>
    // Views take Kysely and more, which a thread that only runs statements does without.
    (await import('./sqlite-projector.ts')).sqliteProjector(connection);

  parentPort?.on('message', async (order: SqliteOrder) => {
    try {
      if (order === 'close') {
        connection.close();
        answer(nothing);
        parentPort?.close();
      } else if ('sql' in order) {
        answer(connection.execute(order.sql, order.parameters));
      } else {
        projector ??= projectorOf();
        await (await projector)(order);
        answer(nothing);
      }
    } catch (error) {
      answer({ failure: failureOf(error) });
    }
  });
  answer(nothing);
} catch (error) {
  answer({ failure: failureOf(error) });
}

function answer(one: SqliteAnswer): void {
  parentPort?.postMessage(one);
}

function failureOf(error: unknown): SqliteFailure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, code, errcode } = error as Error & Partial<SqliteFailure>;
  // An error of the platform is known by its code.
  return { name: String(code ?? '').startsWith('E_') ? String(code) : name, message, code, errcode };
}
