import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Append, EventStore, ExpectedRevision, NewEvent } from '../event-store.ts';
import { decodedText, type RecordedEvent } from '../recorded-event.ts';
import type { OpenedStore } from './event-store-contract.ts';
import { sampleEvent } from './sample-event.ts';
import { type ModelAnswer, StoreModel } from './store-model.ts';
import { readEverything, refusalOf, taxpayer, withStore } from './with-store.ts';

/** Few streams, ids and contents, so that repeats, reused ids and conflicts happen all the time. */
const appendArbitrary: fc.Arbitrary<{
  readonly key: number;
  readonly expected: ExpectedRevision;
  readonly events: readonly { readonly id: number; readonly content: number }[];
}> = fc.record({
  key: fc.nat(2),
  expected: fc.oneof(
    fc.constantFrom<ExpectedRevision>('any', 'any', 'no-stream', 'stream-exists'),
    fc.nat(5),
  ),
  events: fc.array(fc.record({ id: fc.nat(11), content: fc.constantFrom(0, 0, 0, 0, 0, 0, 1) }), {
    maxLength: 4,
  }),
});

/** How many events each append has, of two streams in turns, and what is then read of one of them. */
const readingArbitrary = fc.record({
  lengths: fc.array(fc.oneof(fc.nat(3), fc.integer({ min: 14, max: 34 })), { minLength: 1, maxLength: 10 }),
  reads: fc.array(
    fc.record({
      direction: fc.constantFrom('forwards' as const, 'backwards' as const),
      from: fc.option(fc.nat(120), { nil: undefined }),
      limit: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

export function modelContract(open: () => Promise<OpenedStore>): void {
  let runs = 0;
  /** Each run has streams and ids of its own, so that all can share one store. */
  const inRun = (
    run: number,
    { key, expected, events }: typeof appendArbitrary extends fc.Arbitrary<infer T> ? T : never,
  ): Append => ({
    stream: taxpayer(`${run}-${key}`),
    expected,
    events: events.map(({ id, content }) => sampleEvent({ id: `${run}-${id}`, data: { content } })),
  });

  describe('against the model', () => {
    it('answers any sequence of appends as the model does, and holds the same', () =>
      withStore(open, (store) =>
        fc.assert(
          fc.asyncProperty(fc.array(appendArbitrary, { maxLength: 12 }), async (sequence) => {
            const run = runs++;
            const model = new StoreModel();
            for (const drawn of sequence) {
              const append = inRun(run, drawn);
              expect(await answerOf(store, append)).toEqual(model.append(append));
            }
            for (const key of [0, 1, 2]) {
              const stream = taxpayer(`${run}-${key}`);
              const recorded = await store.readStream(stream);
              expect(recorded.map(({ revision, json }) => ({ revision, json }))).toEqual(
                model.stream(stream).map(({ bytes }, revision) => ({ revision, json: decodedText(bytes) })),
              );
            }
          }),
          { numRuns: 80 },
        ),
      ));

    it('keeps every promise to appenders that do not wait for each other', () =>
      withStore(open, (store) =>
        fc.assert(
          fc.asyncProperty(fc.array(appendArbitrary, { maxLength: 12 }), async (sequence) => {
            const run = runs++;
            const appends = sequence.map((drawn) => inRun(run, drawn));
            const answers = await Promise.allSettled(
              appends.map(({ stream, expected, events }) => store.append(stream, expected, events)),
            );
            const acknowledged = answers.flatMap((answer, at) =>
              answer.status === 'rejected'
                ? []
                : answer.value.map((outcome, nth) => ({ ...outcome, event: appends[at]?.events[nth] })),
            );
            const appended = acknowledged.filter(({ outcome }) => outcome === 'appended');
            const recorded = (
              await Promise.all([0, 1, 2].map((key) => store.readStream(taxpayer(`${run}-${key}`))))
            ).flat();
            expect(recorded).toHaveLength(appended.length);
            for (const { stream, revision, position, event } of acknowledged) {
              expect(recorded).toContainEqual(
                expect.objectContaining({
                  stream,
                  revision,
                  position,
                  json: decodedText((event as NewEvent).bytes),
                }),
              );
            }
          }),
          { numRuns: 60 },
        ),
      ));

    it('reads every part of a stream in both directions, however many events its appends had', () =>
      withStore(open, (store) =>
        fc.assert(
          fc.asyncProperty(readingArbitrary, async ({ lengths, reads }) => {
            const run = runs++;
            for (const [nth, length] of lengths.entries()) {
              const ids = Array.from({ length }, (_, at) => `${run}-${nth}-${at}`);
              await store.append(
                taxpayer(`${run}-${nth % 2}`),
                'any',
                ids.map((id) => sampleEvent({ id })),
              );
            }
            const all = lengths.flatMap((length, nth) =>
              nth % 2 === 0 ? Array.from({ length }, (_, at) => `${run}-${nth}-${at}`) : [],
            );
            for (const { direction, from, limit } of reads) {
              const isForwards = direction === 'forwards';
              const expected = isForwards
                ? all.slice(from ?? 0)
                : all.slice(0, (from ?? all.length) + 1).toReversed();
              const read = await store.readStream(taxpayer(`${run}-0`), {
                direction,
                limit,
                ...(from === undefined ? {} : { from }),
              });
              expect(read.map(({ id, revision }) => [id, revision])).toEqual(
                expected.slice(0, limit).map((id) => [id, all.indexOf(id)]),
              );
            }
          }),
          { numRuns: 30 },
        ),
      ));

    it('reads everything once, in one order that agrees with that of every stream', () =>
      withStore(open, async (store) => {
        for (const append of fc.sample(appendArbitrary, 200).map((drawn) => inRun(runs, drawn))) {
          await refusalOf(store.append(append.stream, append.expected, append.events));
        }
        const everything = await readEverything(store, 7);
        const positions = everything.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].toSorted((left, right) => left - right));
        for (const key of [0, 1, 2]) {
          const stream = taxpayer(`${runs}-${key}`);
          const ofStream = everything.filter((event) => event.stream === stream);
          expect(ofStream.map(({ revision }) => revision)).toEqual(ofStream.map((_, at) => at));
          expect(ofStream.map(told)).toEqual((await store.readStream(stream)).map(told));
        }
      }));
  });
}

/** All that an event says: its text is no member of its own that a comparison would see. */
function told(recorded: RecordedEvent): object {
  const { position, stream, revision, recordedAt, id, source, type, json } = recorded;
  return { position, stream, revision, recordedAt, id, source, type, json };
}

async function answerOf(store: EventStore, { stream, expected, events }: Append): Promise<ModelAnswer> {
  try {
    const outcomes = await store.append(stream, expected, events);
    return { outcomes: outcomes.map(({ outcome, revision }) => `${outcome} ${revision}`) };
  } catch (error) {
    return { refusal: (error as { code: string }).code };
  }
}
