import { describe, expect, it } from 'vitest';
import { appendEach } from '../append-each.ts';
import { decodedText } from '../recorded-event.ts';
import type { OpenedStore } from './event-store-contract.ts';
import { sampleEvent } from './sample-event.ts';
import { idsOf, readEverything, refusalOf, taxpayer, withStore } from './with-store.ts';

export function appendContract(open: () => Promise<OpenedStore>): void {
  const [a, b, c] = [sampleEvent({ id: 'a' }), sampleEvent({ id: 'b' }), sampleEvent({ id: 'c' })];
  const stream = taxpayer('1');
  const other = taxpayer('2');

  describe('append', () => {
    it('numbers events densely in their stream and upwards in the store', () =>
      withStore(open, async (store) => {
        const first = await store.append(stream, 'no-stream', [a, b]);
        const second = await store.append(other, 'any', [c]);
        expect(first.map(({ outcome, revision }) => [outcome, revision])).toEqual([
          ['appended', 0],
          ['appended', 1],
        ]);
        expect(second).toMatchObject([{ outcome: 'appended', stream: other, revision: 0 }]);
        const positions = [...first, ...second].map(({ position }) => position);
        expect(positions).toEqual(positions.toSorted((left, right) => left - right));
        expect(new Set(positions).size).toBe(3);
        expect(await store.head()).toBe(positions.at(-1));
      }));

    it.each([
      ['any', undefined, undefined],
      ['no-stream', undefined, 'E_STORE_REVISION_CONFLICT'],
      ['stream-exists', 'E_STORE_REVISION_CONFLICT', undefined],
      [0, 'E_STORE_REVISION_CONFLICT', undefined],
      [1, 'E_STORE_REVISION_CONFLICT', 'E_STORE_REVISION_CONFLICT'],
    ] as const)('expected %s: without a stream %s, with one event %s', (expected, without, withOne) =>
      withStore(open, async (store) => {
        await store.append(other, 'any', [a]);
        expect(await refusalOf(store.append(stream, expected, [b]))).toBe(without);
        expect(await refusalOf(store.append(other, expected, [c]))).toBe(withOne);
      }),
    );

    it('tells in a conflict the stream, what was expected and what is there', () =>
      withStore(open, async (store) => {
        await expect(store.append(stream, 3, [a])).rejects.toMatchObject({
          code: 'E_STORE_REVISION_CONFLICT',
          facts: { stream, expected: 3, actual: null },
        });
        await store.append(stream, 'any', [a]);
        await expect(store.append(stream, 'no-stream', [b])).rejects.toMatchObject({
          facts: { stream, expected: 'no-stream', actual: 0 },
        });
      }));

    it('answers a repeat with where the events are, whatever was expected', () =>
      withStore(open, async (store) => {
        const first = await store.append(stream, 'no-stream', [a, b]);
        const again = await store.append(stream, 'no-stream', [a, b]);
        expect(again).toEqual(first.map((outcome) => ({ ...outcome, outcome: 'already-appended' })));
        expect(await refusalOf(store.append(stream, 99, [b]))).toBeUndefined();
        expect(idsOf(await readEverything(store))).toEqual(['a', 'b']);
      }));

    it('appends only what is new of a batch that is partly there', () =>
      withStore(open, async (store) => {
        await store.append(stream, 'any', [a]);
        const outcomes = await store.append(stream, 0, [a, b, b, c]);
        expect(outcomes.map(({ outcome, revision }) => [outcome, revision])).toEqual([
          ['already-appended', 0],
          ['appended', 1],
          ['already-appended', 1],
          ['appended', 2],
        ]);
        expect(await refusalOf(store.append(stream, 0, [c, sampleEvent({ id: 'd' })]))).toBe(
          'E_STORE_REVISION_CONFLICT',
        );
      }));

    it('refuses an id that was used for other content or in another stream, and appends nothing of it', () =>
      withStore(open, async (store) => {
        await store.append(stream, 'any', [a]);
        const changed = sampleEvent({ id: 'a', data: { amountFen: 1 } });
        expect(await refusalOf(store.append(stream, 'any', [b, changed]))).toBe('E_EVENT_ID_REUSED');
        expect(await refusalOf(store.append(other, 'any', [b, a]))).toBe('E_EVENT_ID_REUSED');
        expect(
          await refusalOf(store.append(other, 'any', [b, sampleEvent({ id: 'b', data: { x: 1 } })])),
        ).toBe('E_EVENT_ID_REUSED');
        expect(idsOf(await readEverything(store))).toEqual(['a']);
        await store.append(other, 'no-stream', [b, c]);
        expect(idsOf(await store.readStream(other))).toEqual(['b', 'c']);
      }));

    it('takes the same id from another source as another event', () =>
      withStore(open, async (store) => {
        const foreign = sampleEvent({ id: 'a', source: '/departments/customs/port' });
        await store.append(stream, 'any', [a, foreign]);
        expect((await store.find(foreign.source, 'a'))?.json).toBe(decodedText(foreign.bytes));
        expect((await store.find(a.source, 'a'))?.json).toBe(decodedText(a.bytes));
      }));

    it('appends an empty batch without looking at anything', () =>
      withStore(open, async (store) => {
        expect(await store.append(stream, 7, [])).toEqual([]);
        expect(await store.head()).toBe(0);
      }));

    it('lets exactly one of many concurrent appenders have a revision', () =>
      withStore(open, async (store) => {
        const refusals = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            refusalOf(store.append(stream, 'no-stream', [sampleEvent({ id: `racer-${at}` })])),
          ),
        );
        expect(refusals.filter((code) => code === undefined)).toHaveLength(1);
        expect(refusals.filter((code) => code === 'E_STORE_REVISION_CONFLICT')).toHaveLength(19);
        expect(await store.readStream(stream)).toHaveLength(1);
      }));

    it('appends once what many send at the same time', () =>
      withStore(open, async (store) => {
        const answers = await Promise.all(
          Array.from({ length: 10 }, () => store.append(stream, 'any', [a, b])),
        );
        const outcomes = answers.map((answer) => answer.map(({ outcome }) => outcome).join());
        expect(outcomes.filter((outcome) => outcome === 'appended,appended')).toHaveLength(1);
        expect(idsOf(await store.readStream(stream))).toEqual(['a', 'b']);
      }));

    it('is atomic across streams, or says that it cannot be', () =>
      withStore(open, async (store) => {
        const both = [
          { stream, expected: 'any' as const, events: [a] },
          { stream: other, expected: 'stream-exists' as const, events: [b] },
        ];
        if (!store.capabilities.atomicAcrossStreams) {
          expect(await refusalOf(store.appendAll(both))).toBe('E_STORE_UNSUPPORTED');
          return;
        }
        expect(await refusalOf(store.appendAll(both))).toBe('E_STORE_REVISION_CONFLICT');
        expect(await readEverything(store)).toEqual([]);
        const twice = await store.appendAll([
          { stream, expected: 'no-stream', events: [a] },
          { stream: other, expected: 'any', events: [b] },
          { stream, expected: 0, events: [c] },
        ]);
        expect(twice.flat().map(({ revision }) => revision)).toEqual([0, 0, 1]);
      }));

    it('appends many at once, each for itself and in their order', () =>
      withStore(open, async (store) => {
        await store.append(other, 'any', [a]);
        const appended = await appendEach(store, [
          { stream, expected: 'no-stream', events: [b] },
          { stream: other, expected: 'no-stream', events: [c] },
          { stream: other, expected: 'any', events: [a] },
          {
            stream: other,
            expected: 'any',
            events: [{ ...b, bytes: Buffer.from(`${decodedText(b.bytes)} `) }],
          },
          { stream, expected: 'any', events: [c] },
        ]);
        expect(appended).toMatchObject([
          { ok: true, value: [{ outcome: 'appended', stream, revision: 0 }] },
          { ok: false, failure: { code: 'E_STORE_REVISION_CONFLICT', facts: { stream: other, actual: 0 } } },
          { ok: true, value: [{ outcome: 'already-appended', stream: other, revision: 0 }] },
          { ok: false, failure: { code: 'E_EVENT_ID_REUSED', facts: { id: 'b' } } },
          { ok: true, value: [{ outcome: 'appended', stream, revision: 1 }] },
        ]);
        expect(idsOf(await readEverything(store))).toEqual(['a', 'b', 'c']);
        expect(await appendEach(store, [])).toEqual([]);
        await store.close();
        expect(await appendEach(store, [{ stream, expected: 'any', events: [a] }])).toMatchObject([
          { ok: false, failure: { code: 'E_STORE_CLOSED' } },
        ]);
      }));

    it('keeps everything over a reopening', () =>
      withStore(open, async (store, { reopen }) => {
        if (reopen === undefined) return;
        const outcomes = await store.append(stream, 'any', [a, b]);
        const reopened = await reopen();
        expect(idsOf(await readEverything(reopened))).toEqual(['a', 'b']);
        expect(await reopened.append(stream, 'any', [b])).toMatchObject([
          { ...outcomes[1], outcome: 'already-appended' },
        ]);
        const [next] = await reopened.append(stream, 1, [c]);
        expect(next?.position).toBeGreaterThan(outcomes[1]?.position ?? 0);
      }));

    it('refuses everything after it was closed', () =>
      withStore(open, async (store) => {
        await store.close();
        for (const late of [
          store.append(stream, 'any', [a]),
          store.appendAll([]),
          store.readStream(stream),
          store.readAll({ after: 0 }),
          store.find(a.source, 'a'),
          store.head(),
        ]) {
          expect(await refusalOf(late)).toBe('E_STORE_CLOSED');
        }
      }));
  });
}
