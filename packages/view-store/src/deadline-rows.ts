import type { Deadline, DeadlineTable } from '@tongban/processing';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import type { ProcessingTables } from './processing-tables.ts';

type Tx = Transaction<ProcessingTables>;

/** Deadlines as rows: the columns that are searched, and the whole as JSON. */
export const deadlineRows: DeadlineTable<Tx> = {
  async read(tx, id) {
    const row = await tx
      .selectFrom('tongban_deadline')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirst();
    return row && deadlineOf(row);
  },
  async write(tx, deadline, noticeAt) {
    const columns = {
      keeper: deadline.keeper,
      sequence: deadline.sequence,
      notice_at: noticeAt ?? null,
      provisional: deadline.provisional && deadline.state === 'open' ? 1 : 0,
      body: JSON.stringify(deadline),
    };
    await tx
      .insertInto('tongban_deadline')
      .values({ id: deadline.id, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
      .execute();
  },
  async due(tx, keeper, now, limit) {
    const rows = await awake(tx, keeper)
      .select('body')
      .where('notice_at', '<=', now)
      .orderBy('notice_at')
      .orderBy('sequence')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(deadlineOf);
  },
  async earliestNotice(tx, keeper) {
    const row = await awake(tx, keeper)
      .select('notice_at')
      .where('notice_at', 'is not', null)
      .orderBy('notice_at')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : Number(row.notice_at);
  },
  async provisional(tx, keeper, { afterId = '', limit }) {
    const rows = await tx
      .selectFrom('tongban_deadline')
      .select('body')
      .where('keeper', '=', keeper)
      .where('provisional', '=', 1)
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(deadlineOf);
  },
};

/** Deadlines of a keeper whose sequence is not parked. */
function awake(
  tx: Tx,
  keeper: string,
): SelectQueryBuilder<ProcessingTables, 'tongban_deadline', Record<never, never>> {
  return tx
    .selectFrom('tongban_deadline')
    .where('keeper', '=', keeper)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('tongban_parked')
            .select('position')
            .where('tongban_parked.processor', '=', keeper)
            .whereRef('tongban_parked.sequence', '=', 'tongban_deadline.sequence'),
        ),
      ),
    );
}

function deadlineOf(row: { readonly body: string }): Deadline {
  return { closedAt: undefined, ...(JSON.parse(row.body) as Omit<Deadline, 'closedAt'>) };
}
