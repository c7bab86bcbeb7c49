import type { Insertable, InsertQueryBuilder, InsertResult, Transaction } from 'kysely';

/**
 * Parameters of one statement, some hundred rows. SQLite takes 32,766 and PostgreSQL 65,535; but a text so long is parsed
 * anew each time, since it is too long to be kept, and takes a tenth more time an event.
 */
const parametersMax = 2_048;
/** Statements whose texts are kept. There are nine for each table and its rebuilds. */
const textsMax = 1_000;

/** The texts of statements for many rows, by the text for one row and the number of rows. */
const texts = new Map<string, string>();

/**
 * Inserts many rows in few statements. All rows must have the same columns in the same order. `clause` adds what
 * belongs to each statement, such as `onConflict`.
 *
 * Rows go by powers of two, so that a table needs nine statements in all. Building one for every number of rows,
 * and preparing it, costs more than the database takes to run it.
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
  const columns = Object.keys(first) as (keyof typeof first)[];
  const rowsMax = Math.max(1, Math.floor(parametersMax / columns.length));
  const one = clause(tx.insertInto(table).values(first)).compile();
  const ofClause = one.parameters.slice(columns.length);
  for (let from = 0; from < rows.length; ) {
    const count = powerOfTwo(Math.min(rows.length - from, rowsMax));
    const chunk = rows.slice(from, from + count);
    const sql = textFor(one.sql, count, () => clause(tx.insertInto(table).values(chunk)).compile().sql);
    const parameters: unknown[] = [];
    for (const row of chunk) for (const column of columns) parameters.push(row[column]);
    await tx.executeQuery({ ...one, sql, parameters: [...parameters, ...ofClause] });
    from += count;
  }
}

/** The greatest power of two that is not greater. */
function powerOfTwo(count: number): number {
  return 2 ** (31 - Math.clz32(count));
}

function textFor(ofOne: string, count: number, compile: () => string): string {
  const key = `${count} ${ofOne}`;
  let text = texts.get(key);
  if (text === undefined) {
    if (texts.size >= textsMax) texts.clear();
    text = compile();
    texts.set(key, text);
  }
  return text;
}
