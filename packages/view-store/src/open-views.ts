import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ProcessingStore } from '@tongban/processing';
import { Kysely, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { checkpointTable } from './checkpoint-table.ts';
import { deadlineRows } from './deadline-rows.ts';
import { viewErrors } from './errors.ts';
import { generationTable } from './generation-table.ts';
import { parkedTable } from './parked-table.ts';
import { type ProcessingTables, processingMigrations } from './processing-tables.ts';
import { databaseError, sqliteDialect } from './sqlite-dialect.ts';
import { transactionGuard } from './transaction-guard.ts';
import type { ViewStore, ViewStoreOptions, ViewTx } from './view-store.ts';

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
  const raw = new Kysely<ProcessingTables>({ dialect: sqliteDialect(openDatabase(options.path)) });
  try {
    await migrate(raw, 'tongban_migration', processingMigrations);
    await claimFile(raw, options);
    await migrate(raw, 'service_migration', options.migrations ?? {});
  } catch (error) {
    await raw.destroy();
    throw error;
  }
  return viewStoreOver<Tables>(raw);
}

function viewStoreOver<Tables>(raw: Kysely<ProcessingTables>): ViewStore<Tables> {
  const guard = transactionGuard();
  // One database, seen twice: what it keeps for processors, and the tables of the service.
  const processing: Omit<ProcessingStore<Transaction<ProcessingTables>>, 'transaction'> = {
    checkpoints: checkpointTable,
    parking: parkedTable,
    generations: generationTable,
    deadlines: deadlineRows,
  };
  return {
    ...(processing as unknown as Omit<ProcessingStore<ViewTx<Tables>>, 'transaction'>),
    async transaction(work) {
      guard.refuseInside();
      return raw.transaction().execute((tx) => guard.inside(() => work(tx as unknown as ViewTx<Tables>)));
    },
    db: raw.withPlugin(guard.plugin) as unknown as Kysely<Tables>,
    close: () => raw.destroy(),
  };
}

function openDatabase(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
    // 16 MB between checkpoints instead of 4: a rebuild writes less often to the same pages.
    database.exec('pragma wal_autocheckpoint = 4000');
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

/** Marks the file as the service's own, or finds that it is not. */
async function claimFile(db: Kysely<ProcessingTables>, { schema }: ViewStoreOptions): Promise<void> {
  const owner = await db
    .selectFrom('tongban_store')
    .select('value')
    .where('name', '=', 'schema')
    .executeTakeFirst();
  if (owner === undefined)
    await db.insertInto('tongban_store').values({ name: 'schema', value: schema }).execute();
  else if (owner.value !== schema) {
    throw viewErrors.error('E_VIEWS_FOREIGN', { facts: { expected: schema, actual: owner.value } });
  }
}

async function migrate(
  db: Kysely<ProcessingTables>,
  tableName: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    migrationTableName: tableName,
    migrationLockTableName: `${tableName}_lock`,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw viewErrors.error('E_VIEWS_MIGRATION', { cause: error, facts: { migration: failed } });
}
