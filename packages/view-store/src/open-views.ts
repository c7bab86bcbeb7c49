import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { viewErrors } from './errors.ts';
import type { ProcessingTables } from './processing-tables.ts';
import { databaseError, sqliteDialect } from './sqlite-dialect.ts';
import type { ViewStore, ViewStoreOptions } from './view-store.ts';
import { prepareDatabase, viewStoreOver } from './view-store-over.ts';

/**
 * Opens the database of a service on SQLite, makes the file (mode 0600) and runs the migrations that are missing.
 * @throws E_VIEWS_FOREIGN where the file is another service's, E_VIEWS_MIGRATION, E_VIEWS_READ_ONLY, E_VIEWS_UNAVAILABLE
 */
export async function openViews<Tables>(
  options: ViewStoreOptions & {
    /** The file, or ':memory:'. Its folder is made if it is missing. */
    readonly path: string;
  },
): Promise<ViewStore<Tables>> {
  const raw = new Kysely<ProcessingTables>({ dialect: sqliteDialect(openDatabase(options)) });
  try {
    await prepareDatabase(raw, options, false);
  } catch (error) {
    await raw.destroy();
    throw error;
  }
  return viewStoreOver<Tables>(raw, {
    // `secure_delete` overwrites what is deleted; emptying the log takes the copies that are in it.
    scrub: async () => void (await sql`pragma wal_checkpoint(truncate)`.execute(raw)),
  });
}

function openDatabase({
  path,
  secretTables = [],
}: ViewStoreOptions & { readonly path: string }): DatabaseSync {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
    // 16 MB between checkpoints instead of 4: a rebuild writes less often to the same pages.
    database.exec('pragma wal_autocheckpoint = 4000');
    if (secretTables.length > 0) database.exec('pragma secure_delete = on');
    return database;
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    const denied = code === 'EACCES' || code === 'EROFS' || code === 'EPERM';
    throw (
      databaseError(cause) ??
      viewErrors.error(denied ? 'E_VIEWS_READ_ONLY' : 'E_VIEWS_UNAVAILABLE', { cause })
    );
  }
}
