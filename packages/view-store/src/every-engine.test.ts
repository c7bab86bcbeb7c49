import { inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { defineView, rebuildViews, runProcessor } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect, it } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { onEveryViewEngine } from './testing.ts';
import type { ViewTx } from './view-store.ts';

interface Tables {
  enterprise: { uscc: string; events: number };
}

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

onEveryViewEngine('the database of views', ({ name, place, restart }) => {
  it('must name its tables through sql.table in raw SQL, so that a rebuild does not write to the live ones', async () => {
    const store = await storeWith(3);
    const views = await (await place()).open<Tables>({ schema: 'registry' });
    const options = { store, processing: views, clock: systemClock, logger: silentLogger };
    await (await runProcessor(enterprises, options)).stop();
    const count = (name: ReturnType<typeof sql>) => sql`insert into ${name} values ('raw', 1)`;
    const careful = {
      ...enterprises,
      project: async (tx: ViewTx<Tables>) => void (await count(sql.table('enterprise')).execute(tx)),
    };
    await rebuildViews([careful], options);
    expect(await views.db.selectFrom('enterprise').selectAll().execute()).toMatchObject([{ uscc: 'raw' }]);
    const careless = {
      ...enterprises,
      project: async (tx: ViewTx<Tables>) => void (await sql`delete from enterprise`.execute(tx)),
    };
    await rebuildViews([careless], { ...options, retry: { attempts: 1 } });
    const parked = await views.transaction((tx) => views.parking.read(tx, 'enterprises', { limit: 9 }));
    expect(parked[0]?.failure?.code).toBe('E_PROCESSING_RAW_TABLE');
    await views.close();
  });

  it('refuses db and a second transaction inside a transaction, where they would wait for ever', async () => {
    const views = await (await place()).open<Tables>({ schema: 'registry' });
    const nested = { code: 'E_VIEWS_NESTED' };
    await views.transaction(async () => {
      await expect(views.transaction(async () => {})).rejects.toMatchObject(nested);
      await expect(sql`select 1`.execute(views.db)).rejects.toMatchObject(nested);
    });
    const later = Promise.withResolvers<void>();
    const outlives = await views.transaction(async () => ({
      query: later.promise.then(() => sql<{ one: number }>`select 1 as one`.execute(views.db)),
    }));
    later.resolve();
    expect((await outlives.query).rows[0]?.one).toBe(1);
    await views.close();
  });

  it('belongs to one service', async () => {
    const here = await place();
    await (await here.open({ schema: 'exchange' })).close();
    if (name === 'PostgreSQL') {
      // A schema a service: two services may share a database.
      await (await here.open({ schema: 'flows' })).close();
    } else {
      await expect(here.open({ schema: 'flows' })).rejects.toMatchObject({
        code: 'E_VIEWS_FOREIGN',
        facts: { expected: 'flows', actual: 'exchange' },
      });
    }
  });

  it('runs each migration once, in order, and says which failed', async () => {
    const here = await place();
    const first = {
      up: (db: Parameters<Migration['up']>[0]) =>
        db.schema.createTable('webhook').addColumn('id', 'text').execute(),
    };
    const second = { up: async () => Promise.reject(new Error('no')) };
    await (await here.open({ schema: 'exchange', migrations: { '001-webhook': first } })).close();
    const failing = here.open({
      schema: 'exchange',
      migrations: { '001-webhook': first, '002-bad': second },
    });
    await expect(failing).rejects.toMatchObject({
      code: 'E_VIEWS_MIGRATION',
      facts: { migration: '002-bad' },
    });
    const views = await here.open<{ webhook: { id: string } }>({
      schema: 'exchange',
      migrations: { '001-webhook': first },
    });
    expect(await views.db.selectFrom('webhook').selectAll().execute()).toEqual([]);
    await views.close();
    await expect(sql`select 1`.execute(views.db)).rejects.toThrow();
  });

  it('takes more rows at once than one statement has parameters for', async () => {
    const views = await (await place()).open<Tables>({ schema: 'registry' });
    const rows = Array.from({ length: 40_001 }, (_, at) => ({ uscc: `S${at}`, events: at }));
    await views.transaction(async (tx) => {
      await enterprises.create(tx);
      await insertRows(tx, 'enterprise', rows);
      await insertRows(tx, 'enterprise', []);
    });
    const { count } = await views.db
      .selectFrom('enterprise')
      .select((of) => of.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(40_001);
    await views.close();
  });

  // One process owns a file of SQLite, and there is no server.
  if (name === 'SQLite') return;

  it('is opened by two processes at once, each migration running once', async () => {
    const here = await place();
    let runs = 0;
    const migration: Migration = {
      async up(db) {
        runs += 1;
        await db.schema.createTable('webhook').addColumn('id', 'text').execute();
      },
    };
    const open = () => here.open({ schema: 'exchange', migrations: { '001-webhook': migration } });
    const both = await Promise.all([open(), open(), open()]);
    expect(runs).toBe(1);
    for (const views of both) await views.close();
  });

  if (restart === undefined) {
    it('goes on when its server was restarted', (context) =>
      context.skip('the server of POSTGRES_URL is not ours to restart'));
    return;
  }

  it('goes on by itself when its server was restarted, each event handled once', async () => {
    const store = await storeWith(100);
    const views = await (await place()).open<Tables>({ schema: 'registry' });
    const options = { store, processing: views, clock: systemClock, logger: silentLogger };
    const handle = await runProcessor(enterprises, { ...options, retry: { delayMs: 5 } });
    await handle.whenProcessed(100);
    for (let round = 1; round <= 3; round++) {
      const restarted = restart();
      for (let at = 0; at < 50; at++) {
        await store.append(streamName('tax', 'case', '1'), 'any', [
          sampleEvent({ id: `r${round}-${at}`, subject: 'S' }),
        ]);
      }
      await restarted;
    }
    await handle.whenProcessed(250);
    expect((await handle.status()).parkedEvents).toBe(0);
    const counted = await views.db
      .selectFrom('enterprise')
      .select('events')
      .where('uscc', '=', 'S')
      .execute();
    expect(counted).toEqual([{ events: 150 }]);
    await handle.stop();
    await views.close();
  });

  it('says that it is unavailable while its server is away, and answers when it is back', async () => {
    const views = await (await place()).open<Tables>({ schema: 'registry' });
    const ask = () => sql`select 1`.execute(views.db);
    await ask();
    const restarted = restart();
    const seen = new Set<string>();
    await waitFor(
      async () => {
        try {
          await ask();
        } catch (error) {
          seen.add(String((error as { readonly code?: unknown }).code));
        }
        return seen.size > 0;
      },
      { describe: 'a query fails' },
    );
    await restarted;
    await waitFor(ask, { describe: 'a query succeeds' });
    expect([...seen]).toEqual(['E_VIEWS_UNAVAILABLE']);
    await views.close();
  });
});
