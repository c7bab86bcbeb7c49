import type { Checkpoints } from '@tongban/processing';
import type { Transaction } from 'kysely';
import type { ProcessingTables } from './processing-tables.ts';

/** Checkpoints as rows. Claiming writes the row, which holds it on every database until the transaction ends. */
export const checkpointTable: Checkpoints<Transaction<ProcessingTables>> = {
  async claim(tx, processor) {
    const row = await tx
      .updateTable('tongban_checkpoint')
      .set((value) => ({ position: value.ref('position') }))
      .where('processor', '=', processor)
      .returning('position')
      .executeTakeFirst();
    return row === undefined ? undefined : Number(row.position);
  },
  async move(tx, processor, position) {
    await tx
      .insertInto('tongban_checkpoint')
      .values({ processor, position })
      .onConflict((conflict) => conflict.column('processor').doUpdateSet({ position }))
      .execute();
  },
};
