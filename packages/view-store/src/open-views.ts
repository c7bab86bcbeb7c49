import { Kysely, sql } from 'kysely';
import type { ProcessingTables } from './processing-tables.ts';
import { openSqliteDatabase } from './sqlite-database.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { inTurn } from './taking-turns.ts';
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
  const { path, secretTables = [] } = options;
  const database = await openSqliteDatabase({ path, secureDelete: secretTables.length > 0 });
  const raw = new Kysely<ProcessingTables>({ dialect: sqliteDialect(database) });
  try {
    await prepareDatabase(raw, options, false);
  } catch (error) {
    await raw.destroy();
    throw error;
  }
  const { writer, turns } = database;
  const project = writer.project?.bind(writer);
  return viewStoreOver<Tables>(raw, {
    ...(project && {
      viewThread: { project: (view, projection) => inTurn(turns, () => project(view, projection)) },
    }),
    // `secure_delete` overwrites what is deleted; emptying the log takes the copies that are in it.
    scrub: async () => void (await sql`pragma wal_checkpoint(truncate)`.execute(raw)),
  });
}
