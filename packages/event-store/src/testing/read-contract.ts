import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.ts';
import { decodedText, type RecordedEvent } from '../recorded-event.ts';
import type { OpenedStore } from './event-store-contract.ts';
import { sampleEvent } from './sample-event.ts';
import { idsOf, readEverything, refusalOf, taxpayer, withStore } from './with-store.ts';

const stream = taxpayer('1');

export function readContract(open: () => Promise<OpenedStore>): void {
  describe('read', () => {
    it('gives back every field, and the text byte for byte', () =>
      withStore(open, async (store) => {
        const event = sampleEvent({
          id: '0192f0c4-7a3e-7c11-8a52-0123456789ab',
          data: { note: '清税证明 ☂ 𝒯 \u0000 "' },
        });
        const { bytes: written, ...named } = event;
        const [outcome] = await store.append(stream, 'any', [event]);
        const [recorded] = await store.readStream(stream);
        const bytes = Buffer.from(written).toString('hex');
        expect(Buffer.from(recorded?.bytes ?? []).toString('hex')).toBe(bytes);
        expect(recorded).toMatchObject({ ...named, stream, revision: 0, position: outcome?.position });
        expect(Buffer.from(recorded?.bytes ?? []).toString('hex')).toBe(bytes);
        expect(recorded?.event).toEqual(JSON.parse(decodedText(written)));
        expect(Number.isSafeInteger(recorded?.recordedAt)).toBe(true);
        const json = decodedText(written);
        expect(await store.find(event.source, event.id)).toMatchObject({ ...named, json });
        expect((await store.readAll({ after: 0 })).events).toMatchObject([{ ...named, json }]);
      }));

    it('gives back a name with an escape as it is, whatever text was read before', () =>
      withStore(open, async (store) => {
        JSON.parse(String.raw`{"! of a store":1,"\\":1}`);
        const event = sampleEvent({ id: 'escaped', data: { '! of a store': 1, '"': 1 } });
        await store.append(stream, 'any', [event]);
        const [recorded] = await store.readStream(stream);
        expect(recorded?.event.data).toEqual({ '! of a store': 1, '"': 1 });
      }));

    it.each([
      ['128 characters', 'x'.repeat(128)],
      ['Chinese', '事件-編號-①'],
      ['astral characters', '🧾'.repeat(64)],
      ['a UUID in capitals', '0192F0C4-7A3E-7C11-8A52-0123456789AB'],
      ['32 hexadecimal digits', '0192F0C47A3E7C118A520123456789AB'],
      ['a colon first', ':id'],
      ['blanks', ' id '],
    ])('keeps an id of %s', (_, id) =>
      withStore(open, async (store) => {
        await store.append(taxpayer('键'), 'any', [sampleEvent({ id })]);
        const [recorded] = await store.readStream(taxpayer('键'));
        expect(recorded).toMatchObject({ id, stream: taxpayer('键') });
        expect((await store.find(sampleEvent({ id }).source, id))?.id).toBe(id);
      }),
    );

    it('reads a stream that does not exist as empty, and finds nothing that is not there', () =>
      withStore(open, async (store) => {
        expect(await store.readStream(stream)).toEqual([]);
        expect(await store.readStream(stream, { direction: 'backwards' })).toEqual([]);
        expect(await store.find('/nobody', 'x')).toBeUndefined();
        expect(await store.readAll({ after: 0 })).toEqual({ events: [], next: 0, atEnd: true });
        expect(await store.head()).toBe(0);
      }));

    it('gives events back by their positions, in order, each once, and none where there is none', () =>
      withStore(open, async (store) => {
        if (store.readAt === undefined) return;
        expect(await store.readAt([1])).toEqual([]);
        await appendNumbered(store, 3);
        const all = (await store.readAll({ after: 0 })).events;
        const [first, second, third] = all.map(({ position }) => position) as [number, number, number];
        const read = await store.readAt([third, first, third, third + 1]);
        expect(read.map(told)).toEqual(all.filter(({ position }) => position !== second).map(told));
        expect((await store.readAt([second])).map(told)).toEqual(all.slice(1, 2).map(told));
        expect(await store.readAt([])).toEqual([]);
        const tooMany = Array.from({ length: 1_001 }, (_, at) => [first, second, third][at % 3] ?? first);
        expect((await store.readAt(tooMany.slice(1))).map(told)).toEqual(all.map(told));
        for (const positions of [tooMany, [-1], [1.5]])
          expect(await refusalOf(store.readAt(positions))).toBe('E_STORE_ARGUMENT');
      }));

    it('reads a stream from a revision, forwards and backwards', () =>
      withStore(open, async (store) => {
        await appendNumbered(store, 10);
        const revisions = async (read: Parameters<EventStore['readStream']>[1]): Promise<readonly number[]> =>
          (await store.readStream(stream, read)).map(({ revision }) => revision);
        expect(await revisions({ from: 7 })).toEqual([7, 8, 9]);
        expect(await revisions({ from: 2, limit: 3 })).toEqual([2, 3, 4]);
        expect(await revisions({ from: 10 })).toEqual([]);
        expect(await revisions({ direction: 'backwards', limit: 2 })).toEqual([9, 8]);
        expect(await revisions({ direction: 'backwards', from: 4, limit: 3 })).toEqual([4, 3, 2]);
        expect(await revisions({ direction: 'backwards', from: 1 })).toEqual([1, 0]);
        expect(await revisions({ direction: 'backwards', from: 100, limit: 1 })).toEqual([9]);
      }));

    it('reads the whole store in pages of any size', () =>
      withStore(open, async (store) => {
        await appendNumbered(store, 25);
        for (const limit of [1, 7, 25, 1_000]) {
          expect(idsOf(await readEverything(store, limit))).toEqual(
            Array.from({ length: 25 }, (_, at) => `n-${at}`),
          );
        }
        const beyond = (await store.head()) + 1_000;
        expect(await store.readAll({ after: beyond })).toEqual({ events: [], next: beyond, atEnd: true });
      }));

    it('gives 500 events where the reader does not say, and 1,000 at most', () =>
      withStore(open, async (store) => {
        await appendNumbered(store, 1_001);
        expect(await store.readStream(stream)).toHaveLength(500);
        expect((await store.readAll({ after: 0 })).events).toHaveLength(500);
        expect(await store.readStream(stream, { limit: 1_000 })).toHaveLength(1_000);
        for (const limit of [0, -1, 1.5, 1_001, 1_000_000, Number.NaN]) {
          expect(await refusalOf(store.readStream(stream, { limit }))).toBe('E_STORE_ARGUMENT');
          expect(await refusalOf(store.readAll({ after: 0, limit }))).toBe('E_STORE_ARGUMENT');
        }
        for (const from of [-1, 0.5, Number.NaN]) {
          expect(await refusalOf(store.readStream(stream, { from }))).toBe('E_STORE_ARGUMENT');
          expect(await refusalOf(store.readAll({ after: from }))).toBe('E_STORE_ARGUMENT');
        }
      }));

    it('filters by type and by prefix, and moves on past what it leaves out', () =>
      withStore(open, async (store) => {
        const types = ['tax.a.v1', 'tax.b.v1', 'customs.a.v1', 'taxi.a.v1'];
        await store.append(
          stream,
          'any',
          types.map((type) => sampleEvent({ id: type, type })),
        );
        const ids = async (filter: NonNullable<Parameters<EventStore['readAll']>[0]['filter']>) => {
          const page = await store.readAll({ after: 0, filter });
          expect(page.next).toBe(await store.head());
          return idsOf(page.events);
        };
        expect(await ids({})).toEqual(types);
        expect(await ids({ types: ['customs.a.v1'] })).toEqual(['customs.a.v1']);
        expect(await ids({ typePrefixes: ['tax.'] })).toEqual(['tax.a.v1', 'tax.b.v1']);
        expect(await ids({ types: ['taxi.a.v1'], typePrefixes: ['customs.'] })).toEqual([
          'customs.a.v1',
          'taxi.a.v1',
        ]);
        expect(await ids({ types: ['nobody.a.v1'] })).toEqual([]);
        expect(await ids({ types: [] })).toEqual([]);
      }));
  });
}

/** What a recorded event says, for two readings of the same one. */
function told({ position, stream, revision, recordedAt, json }: RecordedEvent): unknown {
  return { position, stream, revision, recordedAt, json };
}

async function appendNumbered(store: EventStore, count: number): Promise<void> {
  await store.append(
    stream,
    'any',
    Array.from({ length: count }, (_, at) => sampleEvent({ id: `n-${at}` })),
  );
}
