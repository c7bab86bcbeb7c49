import type { LeaseTable } from '@tongban/processing';
import type { Transaction } from 'kysely';
import type { ProcessingTables } from './processing-tables.ts';

/** The row of a lease that nobody ever had, so that there is something to hold. */
const unheld = { holder: '', token: 0, until_ms: 0 };

/** Leases as rows. Claiming writes the row, which holds it until the transaction ends. */
export const leaseTable: LeaseTable<Transaction<ProcessingTables>> = {
  async claim(tx, name) {
    const { holder, token, until_ms } = await tx
      .insertInto('tongban_lease')
      .values({ name, ...unheld })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((row) => ({ name: row.ref('excluded.name') })),
      )
      .returning(['holder', 'token', 'until_ms'])
      .executeTakeFirstOrThrow();
    return token === unheld.token ? undefined : { name, holder, token, untilMs: Number(until_ms) };
  },
  async write(tx, { name, holder, token, untilMs }) {
    const columns = { holder, token, until_ms: untilMs };
    await tx
      .insertInto('tongban_lease')
      .values({ name, ...columns })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(columns))
      .execute();
  },
};
