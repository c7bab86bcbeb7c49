import { threadId } from 'node:worker_threads';
import { defineView, type View } from '@tongban/processing';
import { insertRows } from '../insert-rows.ts';
import type { ViewTx } from '../view-store.ts';

export interface SubjectTables {
  subject: { position: number; subject: string; thread: number };
}

/** The subject that this view cannot show. */
export const unshowable = 'S-unshowable';

/** For tests: a view in a module of its own, which notes the thread that projected each event. */
export const subjectsView: View<ViewTx<SubjectTables>> = defineView({
  name: 'subjects',
  version: 1,
  tables: ['subject'],
  module: { url: import.meta.url, exportName: 'subjectsView' },
  async create(tx) {
    await tx.schema
      .createTable('subject')
      .addColumn('position', 'integer', (column) => column.primaryKey())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('thread', 'integer', (column) => column.notNull())
      .execute();
  },
  async project(tx, events) {
    if (events.some(({ event }) => event.subject === unshowable)) {
      throw Object.assign(new Error('this subject cannot be shown'), { name: 'UnshowableError' });
    }
    await insertRows(
      tx,
      'subject',
      events.map(({ position, event }) => ({ position, subject: event.subject, thread: threadId })),
    );
  },
});
