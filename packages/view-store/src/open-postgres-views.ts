import { invariant } from '@tongban/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { postgresPool } from './postgres-pool.ts';
import type { ProcessingTables } from './processing-tables.ts';
import type { ViewStore, ViewStoreOptions } from './view-store.ts';
import { prepareDatabase, viewStoreOver } from './view-store-over.ts';

/** The advisory lock under which schemas are prepared, of the whole database: any number that nobody else uses. */
const preparing = 7_304_418_205;

/**
 * Opens the schema of a service on PostgreSQL, makes it if it is missing and runs the migrations that are. Several
 * processes may open one schema: whoever comes later waits for the migrations of the first.
 * @throws E_VIEWS_FOREIGN, E_VIEWS_MIGRATION, E_VIEWS_READ_ONLY, E_VIEWS_UNAVAILABLE
 */
export async function openPostgresViews<Tables>(
  options: ViewStoreOptions & {
    /** `postgres://user:password@host:5432/database` */
    readonly url: string;
    /** Connections of this process, 2 or more; default 10. */
    readonly connectionsMax?: number;
  },
): Promise<ViewStore<Tables>> {
  const { url, schema, connectionsMax = 10 } = options;
  invariant(/^[a-z][a-z0-9-]{0,47}$/.test(schema), `"${schema}" is no name for a schema`);
  const pool = await postgresPool({ url, schema, connectionsMax });
  const raw = new Kysely<ProcessingTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await prepare(raw, options);
  } catch (error) {
    await raw.destroy();
    throw error;
  }
  return viewStoreOver<Tables>(raw, {
    // A deleted row lies in its page until it is vacuumed; the write-ahead log and backups are the operator's.
    scrub: async () => {
      for (const table of options.secretTables ?? []) await sql`vacuum ${sql.table(table)}`.execute(raw);
    },
  });
}

/** Of several processes that come at once, one makes the schema and its tables; the others wait and find them. */
async function prepare(raw: Kysely<ProcessingTables>, options: ViewStoreOptions): Promise<void> {
  await raw.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(${preparing})`.execute(holder);
    try {
      await sql`create schema if not exists ${sql.id(options.schema)}`.execute(holder);
      await prepareDatabase(raw, options, true);
    } finally {
      await sql`select pg_advisory_unlock(${preparing})`.execute(holder);
    }
  });
}
