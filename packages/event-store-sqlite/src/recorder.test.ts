import { DatabaseSync } from 'node:sqlite';
import { type Append, type ExpectedRevision, inMemoryEventStore } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventNames } from './names.ts';
import { Recorder, type Verdict } from './recorder.ts';
import { runEventsMin, schema } from './schema.ts';
import { SharedRead } from './shared-read.ts';

function openRecorder(): { readonly recorder: Recorder; readonly database: DatabaseSync } {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  return { recorder: anotherRecorder(database), database };
}

function anotherRecorder(database: DatabaseSync): Recorder {
  return new Recorder(database, eventNames(database), new SharedRead(database));
}

/** Mostly new events, so that whole groups are new; some repeat an id, with the same content or another. */
const event = fc.oneof(
  { weight: 30, arbitrary: fc.record({ id: fc.uuid(), content: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ id: fc.constantFrom('a', 'b'), content: fc.constantFrom(0, 0, 1) }) },
);
const append: fc.Arbitrary<Append> = fc
  .record({
    stream: fc.constantFrom('tax.taxpayer-1', 'tax.taxpayer-2', 'tax.taxpayer-3'),
    expected: fc.oneof(
      { weight: 12, arbitrary: fc.constant<ExpectedRevision>('any') },
      { weight: 1, arbitrary: fc.oneof(fc.constant<ExpectedRevision>('no-stream'), fc.nat(9)) },
    ),
    events: fc.oneof(
      { weight: 5, arbitrary: fc.array(event, { maxLength: 9, size: 'max' }) },
      { weight: 1, arbitrary: fc.array(event, { minLength: 15, maxLength: 20 }) },
    ),
  })
  .map(({ events, ...rest }) => ({
    ...(rest as Omit<Append, 'events'>),
    events: events.map(({ id, content }) => sampleEvent({ id, data: { content } })),
  }));
const requestsOfGroup = fc.array(fc.array(append, { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 12,
  size: 'max',
});
/** Two recorders take turns, as the event loop and the store's thread do. */
const groups = fc.array(fc.record({ writer: fc.nat(1), requests: requestsOfGroup }), {
  minLength: 1,
  maxLength: 6,
  size: 'max',
});

/** A verdict without what only an error object has. */
function told(verdict: Verdict): object {
  return verdict.ok ? verdict : { refused: (verdict.refusal as { readonly code: string }).code };
}

/** Positions that the index of streams leads to: of each event that it has, and of the run behind it. */
function indexedOf(database: DatabaseSync): readonly number[] {
  return database
    .prepare(
      `SELECT event.position FROM events AS head JOIN events AS event ON event.stream = head.stream
         AND event.position - head.position = event.revision - head.revision
         AND event.position BETWEEN head.position AND head.position + head.run - 1
       ORDER BY event.position`,
    )
    .all()
    .map(({ position }) => Number(position));
}

describe('Recorder', () => {
  it('records groups as another store records their requests one after the other', () =>
    fc.assert(
      fc.asyncProperty(groups, async (drawn) => {
        const { recorder, database } = openRecorder();
        const recorders = [recorder, anotherRecorder(database)];
        let position = 0;
        const other = inMemoryEventStore({ clock: systemClock });
        for (const { writer, requests } of drawn) {
          const writing = recorders[writer] as Recorder;
          writing.rejoin(position);
          const verdicts = writing.record(requests, 1);
          position = writing.position;
          for (const [at, appends] of requests.entries()) {
            const verdict = await other.appendAll(appends).then(
              (outcomes): Verdict => ({ ok: true, outcomes }),
              (refusal: unknown): Verdict => ({ ok: false, refusal }),
            );
            expect(told(verdicts[at] as Verdict)).toEqual(told(verdict));
          }
        }
        const rows = database
          .prepare(
            `SELECT position, name AS stream, revision, json FROM events JOIN streams ON streams.id = stream
             ORDER BY position`,
          )
          .all();
        const recorded = (await other.readAll({ after: 0, limit: 1_000 })).events;
        expect(rows.map((row) => ({ ...row }))).toEqual(
          recorded.map(({ position, stream, revision, json }) => ({ position, stream, revision, json })),
        );
        expect(position).toBe(recorded.at(-1)?.position ?? 0);
        expect(indexedOf(database)).toEqual(rows.map(({ position }) => position));
      }),
      { numRuns: 60 },
    ));

  it('knows an event that came earlier in the same group, whatever is expected of it', () => {
    const { recorder } = openRecorder();
    const stream = 'tax.taxpayer-1' as Append['stream'];
    const request = (expected: ExpectedRevision): readonly Append[] => [
      { stream, expected, events: [sampleEvent({ id: 'a' })] },
    ];
    expect(recorder.record([request('any'), request('no-stream')], 1).map(told)).toEqual([
      { ok: true, outcomes: [[{ outcome: 'appended', stream, revision: 0, position: 1 }]] },
      { ok: true, outcomes: [[{ outcome: 'already-appended', stream, revision: 0, position: 1 }]] },
    ]);
  });

  it('has the first alone of many events of one append in the index of streams', () => {
    const { recorder, database } = openRecorder();
    const other = anotherRecorder(database);
    const stream = 'tax.taxpayer-1' as Append['stream'];
    const request = (prefix: string, count: number): readonly Append[] => [
      {
        stream,
        expected: 'any',
        events: Array.from({ length: count }, (_, at) => sampleEvent({ id: `${prefix}${at}` })),
      },
    ];
    recorder.record([request('a', runEventsMin - 1)], 1);
    other.rejoin(recorder.position);
    other.record([request('b', runEventsMin)], 1);
    const runs = database.prepare('SELECT revision, run FROM events WHERE run <> 1 ORDER BY position').all();
    expect(runs.map(({ run }) => run)).toEqual([runEventsMin, ...Array(runEventsMin - 1).fill(0)]);
    expect(runs[0]?.revision).toBe(runEventsMin - 1);
    const entries = `SELECT sum(ncell) AS n FROM dbstat WHERE name = 'events_by_stream' AND pagetype = 'leaf'`;
    expect(database.prepare(entries).get()?.n).toBe(runEventsMin);
  });

  it('goes on where the other writer added the name of a stream for events that it then refused', () => {
    const { recorder, database } = openRecorder();
    const other = anotherRecorder(database);
    const stream = 'tax.taxpayer-1' as Append['stream'];
    const request = (expected: ExpectedRevision, ...events: Append['events']): readonly Append[] => [
      { stream, expected, events },
    ];
    const taken = {
      ...request('any', sampleEvent({ id: 'a' }))[0],
      stream: 'tax.taxpayer-2' as typeof stream,
    };
    recorder.record([[taken as Append]], 1);
    other.rejoin(1);
    // One remembers that the stream has no number yet, the other gives it one.
    expect(recorder.record([request(5, sampleEvent({ id: 'b' }))], 1)).toMatchObject([{ ok: false }]);
    expect(other.record([request('any', sampleEvent({ id: 'a' }))], 1)).toMatchObject([{ ok: false }]);
    recorder.rejoin(other.position);
    expect(recorder.record([request('any', sampleEvent({ id: 'b' }))], 1).map(told)).toEqual([
      { ok: true, outcomes: [[{ outcome: 'appended', stream, revision: 0, position: 2 }]] },
    ]);
  });

  it.each([
    ['a text that is none', { bytes: undefined }],
    ['an id that is none', { id: undefined }],
  ])('refuses a request alone that has %s, and records the others', (_, wrong) => {
    const { recorder, database } = openRecorder();
    const request = (ids: readonly string[], different: object = {}): readonly Append[] => [
      {
        stream: `tax.taxpayer-${ids[0]}` as Append['stream'],
        expected: 'any',
        events: ids.map((id, at) => ({ ...sampleEvent({ id }), ...(at === 1 ? different : {}) })),
      },
    ];
    const verdicts = recorder.record([request(['a']), request(['b']), request(['c', 'd'], wrong)], 1);
    expect(verdicts.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(recorder.record([request(['e'])], 1)).toMatchObject([{ outcomes: [[{ position: 3 }]] }]);
    const rows = database.prepare('SELECT position, id FROM events ORDER BY position').all();
    expect(rows.map((row) => Object.values(row))).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'e'],
    ]);
  });

  it('fails as a whole where its place is taken, and touches nothing of what is there', () => {
    const { recorder, database } = openRecorder();
    const request = (id: string): readonly Append[] => [
      { stream: 'tax.taxpayer-1' as Append['stream'], expected: 'any', events: [sampleEvent({ id })] },
    ];
    recorder.record([request('a')], 1);
    // Written by somebody else, of whom this recorder was not told.
    database.exec(
      `INSERT INTO events SELECT 2, 7, 0, type, recorded_at, source, 'b', json, 1 FROM events;
       INSERT INTO events SELECT 3, 7, 1, type, recorded_at, source, 'c', json, 1 FROM events WHERE position = 1`,
    );
    expect(() => recorder.record([request('d')], 1)).toThrow('UNIQUE constraint failed: events.position');
    expect(database.prepare('SELECT group_concat(position) AS all_of_them FROM events').get()).toEqual({
      all_of_them: '1,2,3',
    });
  });

  it.each([1, runEventsMin])(
    'looks again where it is wrong about the end of a stream, before %i events',
    (count) => {
      const { recorder, database } = openRecorder();
      const request = (stream: string, ids: readonly string[]): readonly Append[] => [
        { stream: stream as Append['stream'], expected: 'any', events: ids.map((id) => sampleEvent({ id })) },
      ];
      recorder.record([request('tax.taxpayer-1', ['a']), request('tax.taxpayer-2', ['b', 'c', 'd'])], 1);
      // Somebody else put a run of three behind the first stream, of which this recorder was not told.
      database.exec(
        'UPDATE events SET stream = 1, revision = position - 1, run = (position = 2) * 3 WHERE position > 1',
      );
      const more = Array.from({ length: count }, (_, at) => `more-${at}`);
      expect(recorder.record([request('tax.taxpayer-1', more)], 1)).toMatchObject([
        { ok: true, outcomes: [more.map((_, nth) => ({ revision: 4 + nth, position: 5 + nth }))] },
      ]);
    },
  );

  it('gives numbers of names that were taken back with a group to nobody else', () => {
    const { recorder, database } = openRecorder();
    const request = (id: string, type: string, source: string): readonly Append[] => [
      {
        stream: `tax.taxpayer-${id}` as Append['stream'],
        expected: 'any',
        events: [sampleEvent({ id, type, source })],
      },
    ];
    const [one, other] = ['/departments/tax/ledger', '/departments/tax/audit'];
    recorder.record([request('a', 'tax.clearance-issued.v1', one)], 1);
    // The repeat makes the group begin again, with names in another order than before.
    recorder.record(
      [request('b', 'tax.arrears-assessed.v1', other), request('a', 'tax.clearance-issued.v1', one)],
      1,
    );
    recorder.record([request('c', 'tax.arrears-settled.v1', one)], 1);
    const rows = database
      .prepare(
        `SELECT events.id, streams.name AS stream, types.name AS type, sources.name AS source FROM events
         JOIN streams ON streams.id = stream JOIN types ON types.id = type JOIN sources ON sources.id = source
         ORDER BY position`,
      )
      .all();
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['a', 'tax.taxpayer-a', 'tax.clearance-issued.v1', one],
      ['b', 'tax.taxpayer-b', 'tax.arrears-assessed.v1', other],
      ['c', 'tax.taxpayer-c', 'tax.arrears-settled.v1', one],
    ]);
  });
});
