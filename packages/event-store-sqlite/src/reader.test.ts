import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type RecordedEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { openSqliteEventStore } from './index.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const types = ['tax.arrears-recorded.v1', 'tax.clearance-issued.v1', 'utilities.meter-read.v1'];
/** One whose name would not do in a list as it is. */
const streams = ['甲', '"乙", \\'].map((key) => streamName('tax', 'case', key));

/** Characters of one to four bytes, so that a cut by anything but bytes would show. */
const characters = ['x', 'é', '办', '😀', '"', '\u0000'];

it.each([
  ['as one blob', 50],
  ['one by one, where they are large', 60_000],
  ['some of each', 7_700],
])('gives every event of a page its own text: %s', async (_, length) => {
  const path = join(temporaryFolder(), 'events.db');
  const store = await openSqliteEventStore({ path, clock: systemClock });
  const events = Array.from({ length: 120 }, (_, at) =>
    sampleEvent({
      id: at % 2 === 0 ? `事件-${at}` : `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      type: types[at % types.length] as string,
      data: { note: (characters[at % characters.length] as string).repeat(length + at) },
    }),
  );
  for (const [at, event] of events.entries()) {
    await store.append(streams[at % 7 < 3 ? 0 : 1] as (typeof streams)[number], 'any', [event]);
  }

  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('SELECT json FROM events WHERE position = ?');
  const expectOwnTexts = (page: readonly RecordedEvent[], count: number): void => {
    expect(page).toHaveLength(count);
    // The last one first: what is parsed for all has to come back to each.
    for (const { position, stream, bytes, json, id, event } of page.toReversed()) {
      expect(stream).toBe(streams[(position - 1) % 7 < 3 ? 0 : 1]);
      const stored = row.get(position)?.json as string;
      expect(Buffer.from(bytes).equals(Buffer.from(stored)), `bytes of ${position}`).toBe(true);
      expect(json === stored, `text of ${position}`).toBe(true);
      expect(id).toBe(events[position - 1]?.id);
      expect(event).toEqual(JSON.parse(stored));
    }
  };
  expectOwnTexts((await store.readAt?.([7, 118, 3])) ?? [], 3);
  expectOwnTexts((await store.readAll({ after: 0 })).events, 120);
  expectOwnTexts((await store.readAll({ after: 17, limit: 50 })).events, 50);
  expectOwnTexts((await store.readAll({ after: 0, filter: { types: types.slice(1, 2) } })).events, 40);
  expectOwnTexts((await store.readAll({ after: 3, filter: { typePrefixes: ['tax.'] } })).events, 78);
  for (const [of, count] of [52, 68].entries()) {
    const stream = streams[of] as (typeof streams)[number];
    expectOwnTexts(await store.readStream(stream), count);
    expectOwnTexts(await store.readStream(stream, { direction: 'backwards', from: 20 }), 21);
  }
  const [first] = events;
  const found = await store.find(first?.source ?? '', first?.id ?? '');
  expectOwnTexts(found ? [found] : [], 1);
  database.close();
  await store.close();
});

it.each([
  ['is no JSON', '{"data":'],
  ['would be two', '{},{}'],
])('reads what lies beside a text that %s', async (_, damaged) => {
  const path = join(temporaryFolder(), 'events.db');
  const opened = await openSqliteEventStore({ path, clock: systemClock });
  const [stream] = streams as [(typeof streams)[number]];
  const ids = ['a', 'b', 'c'];
  await opened.append(
    stream,
    'any',
    ids.map((id) => sampleEvent({ id })),
  );
  await opened.close();
  const database = new DatabaseSync(path);
  database.prepare('UPDATE events SET json = ? WHERE position = 2').run(damaged);
  database.close();

  const store = await openSqliteEventStore({ path, clock: systemClock });
  for (const page of [await store.readStream(stream), (await store.readAt?.([1, 2, 3])) ?? []]) {
    expect(page.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(() => page[1]?.event).toThrow(SyntaxError);
    expect([page[0]?.event.id, page[2]?.event.id]).toEqual(['a', 'c']);
  }
  await store.close();
});
