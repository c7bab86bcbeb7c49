import type { ProcessingStore } from '@tongban/processing';
import type { Kysely, Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { checkpointTable } from './checkpoint-table.ts';
import { deadlineRows } from './deadline-rows.ts';
import { viewErrors } from './errors.ts';
import { generationTable } from './generation-table.ts';
import { leaseTable } from './lease-table.ts';
import { parkedTable } from './parked-table.ts';
import { type ProcessingTables, processingMigrations } from './processing-tables.ts';
import { transactionGuard } from './transaction-guard.ts';
import type { ViewStore, ViewStoreOptions, ViewTx } from './view-store.ts';

/**
 * Runs the migrations that are missing and marks the database as the service's own.
 * @throws E_VIEWS_FOREIGN where the database is another service's, E_VIEWS_MIGRATION
 */
export async function prepareDatabase(
  raw: Kysely<ProcessingTables>,
  { schema, migrations = {} }: ViewStoreOptions,
  hasSchemas: boolean,
): Promise<void> {
  // Kysely looks for its own tables in every schema, unless it is told which one is meant.
  const place = hasSchemas ? { migrationTableSchema: schema } : {};
  await migrate(raw, 'tongban_migration', processingMigrations, place);
  await claim(raw, schema);
  await migrate(raw, 'service_migration', migrations, place);
}

/** The store of a service over its database, once that is prepared. */
export function viewStoreOver<Tables>(
  raw: Kysely<ProcessingTables>,
  own: Pick<ViewStore<Tables>, 'scrub' | 'viewThread'>,
): ViewStore<Tables> {
  const guard = transactionGuard();
  // One database, seen twice: what it keeps for processors, and the tables of the service.
  const processing: Omit<ProcessingStore<Transaction<ProcessingTables>>, 'transaction'> = {
    checkpoints: checkpointTable,
    parking: parkedTable,
    generations: generationTable,
    deadlines: deadlineRows,
    leases: leaseTable,
  };
  return {
    ...(processing as unknown as Omit<ProcessingStore<ViewTx<Tables>>, 'transaction'>),
    async transaction(work) {
      guard.refuseInside();
      return raw.transaction().execute((tx) => guard.inside(() => work(tx as unknown as ViewTx<Tables>)));
    },
    db: raw.withPlugin(guard.plugin) as unknown as Kysely<Tables>,
    ...own,
    close: () => raw.destroy(),
  };
}

/** Marks the database as the service's own, or finds that it is not. */
async function claim(db: Kysely<ProcessingTables>, schema: string): Promise<void> {
  await db
    .insertInto('tongban_store')
    .values({ name: 'schema', value: schema })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value: owner } = await db
    .selectFrom('tongban_store')
    .select('value')
    .where('name', '=', 'schema')
    .executeTakeFirstOrThrow();
  if (owner !== schema) {
    throw viewErrors.error('E_VIEWS_FOREIGN', { facts: { expected: schema, actual: owner } });
  }
}

async function migrate(
  db: Kysely<ProcessingTables>,
  tableName: string,
  migrations: Readonly<Record<string, Migration>>,
  place: { readonly migrationTableSchema?: string },
): Promise<void> {
  const migrator = new Migrator({
    ...place,
    db,
    migrationTableName: tableName,
    migrationLockTableName: `${tableName}_lock`,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  if (failed === undefined && viewErrors.is(error, 'E_VIEWS_UNAVAILABLE')) throw error;
  throw viewErrors.error('E_VIEWS_MIGRATION', { cause: error, facts: { migration: failed } });
}
