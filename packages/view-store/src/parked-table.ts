import type { ParkedEvent, Parking } from '@tongban/processing';
import type { Transaction } from 'kysely';
import { insertRows } from './insert-rows.ts';
import type { ParkedRow, ProcessingTables } from './processing-tables.ts';

type Tx = Transaction<ProcessingTables>;

/** Parked and skipped events as rows. */
export const parkedTable: Parking<Tx> = {
  async held(tx, processor) {
    const rows = await tx
      .selectFrom('tongban_parked')
      .select('sequence')
      .distinct()
      .where('processor', '=', processor)
      .execute();
    return new Set(rows.map((row) => row.sequence));
  },
  async park(tx, processor, events) {
    await insertRows(
      tx,
      'tongban_parked',
      events.map((event) => parkedRow(processor, event)),
      (insert) => insert.onConflict((conflict) => conflict.columns(['processor', 'position']).doNothing()),
    );
  },
  async read(tx, processor, { sequence, after = 0, limit }) {
    const rows = await tx
      .selectFrom('tongban_parked')
      .selectAll()
      .where('processor', '=', processor)
      .where('position', '>', after)
      .$if(sequence !== undefined, (query) => query.where('sequence', '=', sequence ?? ''))
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(parkedEvent);
  },
  async sequences(tx, processor, { sequence, limit }) {
    const rows = await tx
      .selectFrom('tongban_parked')
      .select((of) => [
        'sequence',
        of.fn.countAll<number>().as('events'),
        of.fn.min('position').as('first_position'),
        of.fn.min('recorded_at').as('oldest'),
      ])
      .where('processor', '=', processor)
      .$if(sequence !== undefined, (query) => query.where('sequence', '=', sequence ?? ''))
      .groupBy('sequence')
      .orderBy('first_position')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      sequence: row.sequence,
      events: Number(row.events),
      firstPosition: Number(row.first_position),
      oldestRecordedAt: Number(row.oldest),
    }));
  },
  async count(tx, processor) {
    const row = await tx
      .selectFrom('tongban_parked')
      .select((of) => [
        of.fn.countAll<number>().as('events'),
        of.fn.count<number>('sequence').distinct().as('sequences'),
      ])
      .where('processor', '=', processor)
      .executeTakeFirstOrThrow();
    return { events: Number(row.events), sequences: Number(row.sequences) };
  },
  async fail(tx, processor, position, { code, message }) {
    await tx
      .updateTable('tongban_parked')
      .set((value) => ({ attempts: value('attempts', '+', 1), failure_code: code, failure_message: message }))
      .where('processor', '=', processor)
      .where('position', '=', position)
      .execute();
  },
  async release(tx, processor, position) {
    const { numDeletedRows } = await tx
      .deleteFrom('tongban_parked')
      .where('processor', '=', processor)
      .where('position', '=', position)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },
  async skip(tx, processor, { position, sequence, reason, by, skippedAt }) {
    await tx
      .insertInto('tongban_skipped')
      .values({ processor, position, sequence, reason, decided_by: by, skipped_at: skippedAt })
      .onConflict((conflict) => conflict.columns(['processor', 'position']).doNothing())
      .execute();
  },
  async skipped(tx, processor) {
    const rows = await tx
      .selectFrom('tongban_skipped')
      .selectAll()
      .where('processor', '=', processor)
      .orderBy('position')
      .execute();
    return rows.map((row) => ({
      position: Number(row.position),
      sequence: row.sequence,
      reason: row.reason,
      by: row.decided_by,
      skippedAt: Number(row.skipped_at),
    }));
  },
};

function parkedRow(processor: string, event: ParkedEvent): ParkedRow {
  const { position, sequence, stream, revision, source, id, type, recordedAt, parkedAt, attempts } = event;
  return {
    ...{ processor, position, sequence, stream, revision, source, event_id: id, type },
    ...{ recorded_at: recordedAt, parked_at: parkedAt, attempts },
    failure_code: event.failure?.code ?? null,
    failure_message: event.failure?.message ?? null,
  };
}

function parkedEvent(row: ParkedRow): ParkedEvent {
  const { sequence, stream, source, event_id: id, type, attempts, failure_code: code } = row;
  return {
    ...{ sequence, stream, source, id, type, attempts },
    position: Number(row.position),
    revision: Number(row.revision),
    recordedAt: Number(row.recorded_at),
    parkedAt: Number(row.parked_at),
    failure: code === null ? undefined : { code, message: row.failure_message ?? '' },
  };
}
