import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { runProcessor } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder } from '@tongban/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openViews } from './open-views.ts';
import { type SubjectTables, subjectsView, unshowable } from './testing/subjects-view.ts';
import type { ViewStore } from './view-store.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

async function projected(name: string, subjects: readonly string[]) {
  const store = inMemoryEventStore({ clock: systemClock });
  const events = subjects.map((subject, at) => sampleEvent({ id: `e-${at}`, subject }));
  await store.append(streamName('tax', 'case', '1'), 'any', events);
  const views = await openViews<SubjectTables>({ path: join(folder.path, `${name}.db`), schema: name });
  const handle = await runProcessor(subjectsView, {
    store,
    processing: views,
    clock: systemClock,
    logger: silentLogger,
    retry: { attempts: 2, delayMs: 1 },
  });
  await handle.whenProcessed(subjects.length);
  return { views, handle };
}

const rowsOf = (views: ViewStore<SubjectTables>) =>
  views.db.selectFrom('subject').select(['subject', 'thread']).orderBy('position').execute();

it('projects a view that is in a module in its own thread, and the rows are read in this one', async () => {
  const { views, handle } = await projected('subjects', ['S1', '企业 2', 'S3']);
  const rows = await rowsOf(views);
  expect(rows.map(({ subject }) => subject)).toEqual(['S1', '企业 2', 'S3']);
  expect(new Set(rows.map(({ thread }) => thread)).has(threadId)).toBe(false);
  await handle.stop();
  await views.close();
});

it('says there what failed, parks it, and what waits behind it', async () => {
  const { views, handle } = await projected('parking', ['S1', unshowable, 'S3']);
  expect((await rowsOf(views)).map(({ subject }) => subject)).toEqual(['S1']);
  const status = await handle.status();
  expect(status).toMatchObject({ parkedEvents: 2, parkedSequences: 1 });
  expect(status.lastFailure).toMatchObject({
    code: 'UnshowableError',
    message: 'this subject cannot be shown',
  });
  await handle.stop();
  await views.close();
});

it('reads what is committed while a transaction is open, and undoes one that fails', async () => {
  const views = await openViews<SubjectTables>({ path: join(folder.path, 'open.db'), schema: 'open' });
  await sql`create table subject (position integer primary key, subject text, thread integer)`.execute(
    views.db,
  );
  const row = (position: number) => ({ position, subject: `S${position}`, thread: 0 });
  await views.db.insertInto('subject').values(row(1)).execute();
  const isOpen = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const failing = views.transaction(async (tx) => {
    await tx.insertInto('subject').values(row(2)).execute();
    isOpen.resolve();
    await goOn.promise;
    throw new Error('changed my mind');
  });
  await isOpen.promise;
  expect(await rowsOf(views)).toHaveLength(1);
  goOn.resolve();
  await expect(failing).rejects.toThrow('changed my mind');
  await expect(views.db.insertInto('subject').values(row(1)).execute()).rejects.toThrow(/UNIQUE/);
  const written = await views.db.insertInto('subject').values(row(3)).executeTakeFirstOrThrow();
  expect(written.numInsertedOrUpdatedRows).toBe(1n);
  expect((await rowsOf(views)).map(({ subject }) => subject)).toEqual(['S1', 'S3']);
  await views.close();
  await expect(rowsOf(views)).rejects.toThrow();
});
