import { type Generation, type Generations, nextKey, type View } from '@tongban/processing';
import type { Transaction } from 'kysely';
import { generationName, indexNamesPlugin, nextTablesPlugin } from './next-tables-plugin.ts';
import type { ProcessingTables } from './processing-tables.ts';

type Tx = Transaction<ProcessingTables>;

/** Generations of views: tables renamed in a transaction, and rows that say which are which. */
export const generationTable: Generations<Tx> = {
  live: (tx, view) => read(tx, view, 'live'),
  next: (tx, view) => read(tx, view, 'next'),
  async createLive(tx, view) {
    const live = { view: view.name, number: 1, version: view.version };
    await write(tx, view, 'live', live);
    await view.create(tx.withPlugin(indexNamesPlugin(live.number)));
    return live;
  },
  async createNext(tx, view) {
    await dropTables(tx, view.name, 'next');
    await forget(tx, nextKey(view.name));
    const number = ((await read(tx, view.name, 'live'))?.number ?? 0) + 1;
    const next = { view: view.name, number, version: view.version };
    await write(tx, view, 'next', next);
    await view.create(generationTable.addressNext(tx, view, next));
    return next;
  },
  addressNext: (tx, view, next) => tx.withPlugin(nextTablesPlugin(view.tables, next.number)),
  async swap(tx, view) {
    const next = await read(tx, view.name, 'next');
    if (next === undefined) return;
    await dropTables(tx, view.name, 'live');
    for (const table of view.tables) {
      await tx.schema.alterTable(generationName(table, next.number)).renameTo(table).execute();
    }
    await tx
      .updateTable('tongban_generation')
      .set({ role: 'live' })
      .where('view_name', '=', view.name)
      .execute();
    await forget(tx, view.name);
    const from = nextKey(view.name);
    const to = { processor: view.name };
    await tx.updateTable('tongban_checkpoint').set(to).where('processor', '=', from).execute();
    await tx.updateTable('tongban_parked').set(to).where('processor', '=', from).execute();
  },
};

async function read(tx: Tx, view: string, role: 'live' | 'next'): Promise<Generation | undefined> {
  const row = await tx
    .selectFrom('tongban_generation')
    .select(['number', 'version'])
    .where('view_name', '=', view)
    .where('role', '=', role)
    .executeTakeFirst();
  return row && { view, ...row };
}

async function write(tx: Tx, view: View<Tx>, role: 'live' | 'next', generation: Generation): Promise<void> {
  const { number, version } = generation;
  const tables = JSON.stringify(view.tables);
  await tx
    .insertInto('tongban_generation')
    .values({ view_name: view.name, role, number, version, tables })
    .execute();
}

/** Drops the tables of a generation, as it was created, and its row. */
async function dropTables(tx: Tx, view: string, role: 'live' | 'next'): Promise<void> {
  const row = await tx
    .deleteFrom('tongban_generation')
    .where('view_name', '=', view)
    .where('role', '=', role)
    .returning(['tables', 'number'])
    .executeTakeFirst();
  if (row === undefined) return;
  for (const table of JSON.parse(row.tables) as string[]) {
    await tx.schema.dropTable(role === 'live' ? table : generationName(table, row.number)).execute();
  }
}

/** Removes the checkpoint and the parked events under a key. */
async function forget(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('tongban_checkpoint').where('processor', '=', key).execute();
  await tx.deleteFrom('tongban_parked').where('processor', '=', key).execute();
}
