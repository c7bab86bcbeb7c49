import type { Insertable, InsertQueryBuilder, InsertResult, Transaction } from 'kysely';

/** Parameters of one statement: SQLite's default limit is 32,766, PostgreSQL's is 65,535. */
const parametersMax = 32_000;

/**
 * Inserts many rows in as few statements as the database takes. All rows must have the same columns. `clause` adds
 * what belongs to each statement, such as `onConflict`.
 */
export async function insertRows<Tables, Table extends keyof Tables & string>(
  tx: Transaction<Tables>,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
  clause: (
    insert: InsertQueryBuilder<Tables, Table, InsertResult>,
  ) => InsertQueryBuilder<Tables, Table, InsertResult> = (insert) => insert,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const rowsMax = Math.max(1, Math.floor(parametersMax / Object.keys(first).length));
  for (let from = 0; from < rows.length; from += rowsMax) {
    await clause(tx.insertInto(table).values(rows.slice(from, from + rowsMax))).execute();
  }
}
