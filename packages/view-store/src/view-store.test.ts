import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { defineView, rebuildViews, runProcessor } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { openViews } from './open-views.ts';
import type { ViewTx } from './view-store.ts';

interface Tables {
  enterprise: { uscc: string; events: number };
}

const folder = mkdtempSync(join(tmpdir(), 'tongban-views-'));
afterAll(() => rmSync(folder, { recursive: true }));

const enterprises = defineView<ViewTx<Tables>>({
  name: 'enterprises',
  version: 1,
  tables: ['enterprise'],
  filter: { typePrefixes: ['tax.'] },
  create: async (tx) => {
    await tx.schema
      .createTable('enterprise')
      .addColumn('uscc', 'text', (column) => column.primaryKey())
      .addColumn('events', 'integer', (column) => column.notNull())
      .execute();
    await tx.schema.createIndex('enterprise_by_events').on('enterprise').column('events').execute();
  },
  project: async (tx, events) => {
    await insertRows(
      tx,
      'enterprise',
      events.map(({ event }) => ({ uscc: event.subject, events: 1 })),
      (insert) =>
        insert.onConflict((conflict) =>
          conflict.column('uscc').doUpdateSet((value) => ({ events: value('enterprise.events', '+', 1) })),
        ),
    );
  },
});

async function storeWith(count: number) {
  const store = inMemoryEventStore({ clock: systemClock });
  const events = Array.from({ length: count }, (_, at) =>
    sampleEvent({ id: `e-${at}`, subject: `S${at % 3}` }),
  );
  await store.append(streamName('tax', 'case', '1'), 'any', events);
  return store;
}

describe('a view', () => {
  it('shows what was recorded, under the plain name of its table, before and after a rebuild', async () => {
    const store = await storeWith(8);
    const views = await openViews<Tables>({ path: ':memory:', schema: 'registry' });
    const handle = await runProcessor(enterprises, {
      store,
      processing: views,
      clock: systemClock,
      logger: silentLogger,
    });
    await handle.whenProcessed(8);
    const read = () => views.db.selectFrom('enterprise').selectAll().orderBy('uscc').execute();
    const expected = [
      { uscc: 'S0', events: 3 },
      { uscc: 'S1', events: 3 },
      { uscc: 'S2', events: 2 },
    ];
    expect((await read()).map((row) => ({ ...row }))).toEqual(expected);
    for (let round = 0; round < 3; round++) {
      await rebuildViews([enterprises], {
        store,
        processing: views,
        clock: systemClock,
        logger: silentLogger,
      });
      expect((await read()).map((row) => ({ ...row }))).toEqual(expected);
    }
    const names = await sql<{ name: string }>`
      select name from sqlite_schema where tbl_name = 'enterprise' and name not like 'sqlite_%' order by name
    `.execute(views.db);
    expect(names.rows.map(({ name }) => name)).toEqual(['enterprise', 'enterprise_by_events__g4']);
    await handle.stop();
    await views.close();
  });

  it('goes on where it was when the file is opened again', async () => {
    const store = await storeWith(8);
    const path = join(folder, 'deep', 'registry.db');
    const views = await openViews<Tables>({ path, schema: 'registry' });
    const options = { store, clock: systemClock, logger: silentLogger };
    const handle = await runProcessor(enterprises, { ...options, processing: views });
    await handle.whenProcessed(8);
    await handle.stop();
    await views.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await openViews<Tables>({ path, schema: 'registry' });
    const resumed = await runProcessor(enterprises, { ...options, processing: again });
    expect((await resumed.status()).position).toBe(8);
    await resumed.stop();
    expect(await again.db.selectFrom('enterprise').selectAll().execute()).toHaveLength(3);
    await again.close();
  });

  it('waits while the disk is full, parks nothing, and goes on when there is room', async () => {
    const store = await storeWith(900);
    const views = await openViews<Tables>({ path: join(folder, 'full.db'), schema: 'registry' });
    const big = defineView<ViewTx<Tables>>({
      ...enterprises,
      project: (tx, events) =>
        insertRows(
          tx,
          'enterprise',
          events.map(({ position }) => ({ uscc: `${position}`.padStart(200, '0'), events: 1 })),
        ),
    });
    const full = Promise.withResolvers<void>();
    const logger = { ...silentLogger, error: () => full.resolve() };
    await sql`pragma max_page_count = 40`.execute(views.db);
    const handle = await runProcessor(big, {
      store,
      processing: views,
      clock: systemClock,
      logger,
      retry: { delayMs: 5 },
    });
    await full.promise;
    expect(await handle.status()).toMatchObject({
      state: 'waiting',
      parkedEvents: 0,
      lastFailure: { code: 'E_VIEWS_FULL' },
    });
    await sql`pragma max_page_count = 100000`.execute(views.db);
    await handle.whenProcessed(900);
    expect((await handle.status()).parkedEvents).toBe(0);
    await handle.stop();
    expect(await views.db.selectFrom('enterprise').selectAll().execute()).toHaveLength(900);
    await views.close();
  });
});

describe('the database of views', () => {
  it('says so when it cannot be opened', async () => {
    const blocked = openViews({ path: join('/dev/null', 'views.db'), schema: 'exchange' });
    await expect(blocked).rejects.toMatchObject({ code: 'E_VIEWS_UNAVAILABLE' });
  });

  it.runIf(process.platform === 'linux')('names the folder that cannot be made, and comes back', async () => {
    const path = '/proc/tongban/views/views.db';
    await expect(openViews({ path, schema: 'exchange' })).rejects.toMatchObject({
      code: 'E_VIEWS_UNAVAILABLE',
      detail: { zh: expect.stringContaining(path), en: expect.stringContaining("mkdir '/proc/tongban'") },
    });
  });
});
