import type { Checkpoints } from '@tongban/processing';
import type { Transaction } from 'kysely';
import type { ProcessingTables } from './processing-tables.ts';

/** Held by somebody, and never moved. */
const neverMoved = -1;

/**
 * Checkpoints as rows. Claiming writes the row, which on every database holds it until the transaction ends, also
 * where it was not there before.
 */
export const checkpointTable: Checkpoints<Transaction<ProcessingTables>> = {
  async claim(tx, processor) {
    const { position } = await tx
      .insertInto('tongban_checkpoint')
      .values({ processor, position: neverMoved })
      .onConflict((conflict) =>
        conflict
          .column('processor')
          .doUpdateSet((row) => ({ position: row.ref('tongban_checkpoint.position') })),
      )
      .returning('position')
      .executeTakeFirstOrThrow();
    return position === neverMoved ? undefined : Number(position);
  },
  async move(tx, processor, position) {
    await tx
      .insertInto('tongban_checkpoint')
      .values({ processor, position })
      .onConflict((conflict) => conflict.column('processor').doUpdateSet({ position }))
      .execute();
  },
};
