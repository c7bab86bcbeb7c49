import { projectLive, type View } from '@tongban/processing';
import { Kysely } from 'kysely';
import { unpackEvents } from './packed-events.ts';
import type { ProcessingTables } from './processing-tables.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { sqliteInPlace } from './sqlite-database.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { SqliteOrder } from './sqlite-thread.ts';
import type { ViewTx } from './view-store.ts';
import { viewStoreOver } from './view-store-over.ts';

/** Projects what the thread of a database is told to. */
export type Project = (order: Extract<SqliteOrder, { view: unknown }>) => Promise<void>;

/** Views through the connection that the thread has already; the tables are there. */
export function sqliteProjector(connection: SqliteConnection): Project {
  const raw = new Kysely<ProcessingTables>({ dialect: sqliteDialect(sqliteInPlace(connection)) });
  const store = viewStoreOver<unknown>(raw, { scrub: async () => undefined });
  return async ({ view: { url, exportName }, projection, events }) => {
    const exported: unknown = (await import(url))[exportName];
    await projectLive(store, exported as View<ViewTx<unknown>>, {
      ...projection,
      events: unpackEvents(events),
    });
  };
}
