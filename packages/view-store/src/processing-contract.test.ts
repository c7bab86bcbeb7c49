import { type OpenedProcessing, processingStoreContract } from '@tongban/processing/testing';
import { onEveryViewEngine } from './testing.ts';
import type { ViewStore, ViewTx } from './view-store.ts';

/** A database of its own for each run takes a tenth of a second. */
const runs = 12;

interface Tables {
  journal: { written: number; position: number; sequence: string; note: string };
}

onEveryViewEngine('view store', ({ place }) => {
  const open = async (): Promise<OpenedProcessing<ViewTx<Tables>>> => {
    const views: ViewStore<Tables> = await (await place()).open<Tables>({ schema: 'test' });
    return {
      processing: views,
      journal: {
        async create(tx) {
          await tx.schema
            .createTable('journal')
            .addColumn('written', 'integer', (column) => column.primaryKey())
            .addColumn('position', 'integer', (column) => column.notNull())
            .addColumn('sequence', 'text', (column) => column.notNull())
            .addColumn('note', 'text', (column) => column.notNull())
            .execute();
          await tx.schema.createIndex('journal_by_position').on('journal').column('position').execute();
        },
        async write(tx, entries) {
          const { count } = await tx
            .selectFrom('journal')
            .select((of) => of.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow();
          const rows = entries.map((entry, at) => ({ written: count + at, ...entry }));
          if (rows.length > 0) await tx.insertInto('journal').values(rows).execute();
        },
        read: async () => {
          const rows = await views.db.selectFrom('journal').selectAll().orderBy('written').execute();
          return rows.map(({ position, sequence, note }) => ({ position, sequence, note }));
        },
      },
      close: () => views.close(),
    };
  };
  processingStoreContract('passes the contract of processing', open, runs);
});
