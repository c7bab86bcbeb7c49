import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres, temporaryFolder } from '@tongban/testing';
import { sql } from 'kysely';
import { afterAll, describe, it } from 'vitest';
import { openPostgresViews } from './open-postgres-views.ts';
import { openViews } from './open-views.ts';
import type { ViewStore, ViewStoreOptions } from './view-store.ts';

/** Where one database is: empty at first, and the same when it is opened again. */
export interface ViewPlace {
  open<Tables>(options: ViewStoreOptions): Promise<ViewStore<Tables>>;
}

export interface ViewEngine {
  readonly name: 'SQLite' | 'PostgreSQL';
  place(): Promise<ViewPlace>;
  /** Stops the database server and starts it again; undefined where there is none, or it is not ours. */
  restart: (() => Promise<void>) | undefined;
}

/**
 * Runs the same tests on every database that views may lie in. Where a machine has no PostgreSQL, its half is one
 * skipped test that says so.
 */
export function onEveryViewEngine(name: string, tests: (engine: ViewEngine) => void): void {
  describe(`${name} on SQLite`, () => {
    const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = [];
    afterAll(async () => {
      for (const folder of folders) await folder.remove();
    });
    tests({
      name: 'SQLite',
      restart: undefined,
      async place() {
        const folder = await temporaryFolder();
        folders.push(folder);
        return { open: (options) => openViews({ ...options, path: join(folder.path, 'views.db') }) };
      },
    });
  });
  describe(`${name} on PostgreSQL`, async () => {
    const found = await startPostgres();
    if ('absent' in found) {
      it('runs', (context) => context.skip(found.absent));
      return;
    }
    afterAll(() => found.stop());
    tests({ name: 'PostgreSQL', restart: found.restart, place: () => newDatabase(found.url) });
  });
}

/** Makes a database of its own on a server. Answers its address. */
export async function newPostgresDatabase(serverUrl: string): Promise<string> {
  const name = `tongban-${randomUUID()}`;
  const maker = await openPostgresViews({ url: serverUrl, schema: 'tongban-test' });
  await sql`create database ${sql.id(name)}`.execute(maker.db);
  await maker.close();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function newDatabase(serverUrl: string): Promise<ViewPlace> {
  const url = await newPostgresDatabase(serverUrl);
  return { open: (options) => openPostgresViews({ ...options, url }) };
}
