import { type EventStore, type RecordedEvent, storeErrors } from '@tongban/event-store';
import { describe, expect, it } from 'vitest';
import type { RebuildProgress } from '../rebuild-progress.ts';
import { rebuildViews } from '../rebuild-views.ts';
import { runProcessor } from '../run-processor.ts';
import { journalView, type OpenedProcessing } from './journal.ts';
import { type Laboratory, withLaboratory } from './laboratory.ts';

export function rebuildContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>): void {
  const recordMany = async ({ record }: Laboratory<Tx>, count: number): Promise<void> => {
    for (let at = 0; at < count; at++) await record(`case-${at % 7}`);
  };
  const notes = async ({ journal }: Laboratory<Tx>): Promise<ReadonlySet<string>> =>
    new Set((await journal.read()).map((entry) => entry.note));

  describe('a rebuild', () => {
    it('gives what the live view has, and tells its progress', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 250);
        const view = journalView(laboratory.journal);
        const handle = await runProcessor(view, laboratory);
        await handle.whenProcessed(250);
        const live = await laboratory.journal.read();
        const progress: RebuildProgress[] = [];
        const progressed = (said: RebuildProgress): void => void progress.push(said);
        await rebuildViews([view], { ...laboratory, batchEvents: 100, progressed });
        expect(await laboratory.journal.read()).toEqual(live);
        expect(progress.map(({ position, head, events }) => [position, head, events])).toEqual([
          [100, 250, 100],
          [200, 250, 200],
          [250, 250, 250],
        ]);
        expect(progress.at(-1)?.secondsLeft).toBe(0);
        await handle.whenProcessed(await laboratory.record('later'));
        expect(await laboratory.journal.read()).toHaveLength(251);
        await handle.stop();
      }));

    it('leaves the live view alone until it has seen as much, while events go on coming', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 300);
        const handle = await runProcessor(journalView(laboratory.journal), laboratory);
        await handle.whenProcessed(300);
        const seen: number[] = [];
        const pending: Promise<unknown>[] = [];
        await rebuildViews([journalView(laboratory.journal, { note: 'second' })], {
          ...laboratory,
          batchEvents: 20,
          progressed: ({ position, head }) => {
            if (position < head)
              pending.push(laboratory.journal.read().then((rows) => seen.push(rows.length)));
            if (head < 400) pending.push(laboratory.record('a'), laboratory.record('b'));
          },
        });
        await Promise.all(pending);
        const head = await laboratory.store.head();
        await handle.whenProcessed(head);
        await handle.stop();
        expect(Math.min(...seen)).toBeGreaterThanOrEqual(300);
        expect((await laboratory.journal.read()).map((entry) => entry.position)).toEqual(
          Array.from({ length: head }, (_, at) => at + 1),
        );
      }));

    it('is swapped in only when it has seen what the live view has', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 20);
        const handle = await runProcessor(journalView(laboratory.journal), laboratory);
        await handle.whenProcessed(20);
        let overtakes = 3;
        const store: EventStore = {
          ...laboratory.store,
          async readAll(read) {
            const page = await laboratory.store.readAll(read);
            if (overtakes-- > 0) await handle.whenProcessed(await laboratory.record('overtaking'));
            return page;
          },
        };
        await rebuildViews([journalView(laboratory.journal, { note: 'second' })], { ...laboratory, store });
        await handle.stop();
        expect(await notes(laboratory)).toEqual(new Set(['second']));
        expect(await laboratory.journal.read()).toHaveLength(23);
      }));

    it('waits while the store does not answer', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 30);
        let outages = 4;
        const store: EventStore = {
          ...laboratory.store,
          async readAll(read) {
            if (outages-- > 0) throw storeErrors.error('E_STORE_UNAVAILABLE');
            return laboratory.store.readAll(read);
          },
        };
        await rebuildViews([journalView(laboratory.journal)], { ...laboratory, store, batchEvents: 10 });
        expect(await laboratory.journal.read()).toHaveLength(30);
      }));

    it('goes on where it was interrupted', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 100);
        const first = await runProcessor(journalView(laboratory.journal), laboratory);
        await first.whenProcessed(100);
        await first.stop();
        const seen: number[] = [];
        const refuse = (event: RecordedEvent): void => void seen.push(event.position);
        const second = journalView(laboratory.journal, { version: 2, note: 'second', refuse });
        const interruption = new AbortController();
        const interrupted = rebuildViews([second], {
          ...laboratory,
          batchEvents: 30,
          signal: interruption.signal,
          progressed: ({ position }) => position >= 60 && interruption.abort(new Error('interrupted')),
        });
        await expect(interrupted).rejects.toThrow('interrupted');
        expect(await notes(laboratory)).toEqual(new Set(['first']));
        await rebuildViews([second], { ...laboratory, batchEvents: 30 });
        expect(seen).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
        expect(await notes(laboratory)).toEqual(new Set(['second']));
        expect(await laboratory.journal.read()).toHaveLength(100);
      }));

    it('begins anew where it was interrupted under another version, or is asked to', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 50);
        for (const version of [2, 3]) {
          const view = journalView(laboratory.journal, { version, note: `version ${version}` });
          const interruption = new AbortController();
          const { signal } = interruption;
          const progressed = (): void => interruption.abort(new Error('interrupted'));
          const interrupted = rebuildViews([view], { ...laboratory, batchEvents: 10, signal, progressed });
          await expect(interrupted).rejects.toThrow('interrupted');
        }
        const anew = journalView(laboratory.journal, { version: 3, note: 'anew' });
        await rebuildViews([anew], { ...laboratory, anew: true });
        expect(await notes(laboratory)).toEqual(new Set(['anew']));
        expect(await laboratory.journal.read()).toHaveLength(50);
      }));

    it('stops when another one of the same view finished first, and harms nothing', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 100);
        const view = journalView(laboratory.journal, { note: 'second' });
        const handle = await runProcessor(journalView(laboratory.journal), laboratory);
        await handle.whenProcessed(100);
        const outcomes = await Promise.allSettled([
          rebuildViews([view], { ...laboratory, batchEvents: 10 }),
          rebuildViews([view], { ...laboratory, batchEvents: 15 }),
        ]);
        const [refusal] = outcomes.flatMap((outcome) =>
          outcome.status === 'rejected' ? [outcome.reason] : [],
        );
        expect(refusal).toMatchObject({ code: 'E_PROCESSING_REBUILD_TAKEN' });
        await handle.whenProcessed(await laboratory.record('a'));
        await handle.stop();
        expect((await laboratory.journal.read()).map((entry) => entry.position)).toEqual(
          Array.from({ length: 101 }, (_, at) => at + 1),
        );
      }));

    it('happens by itself when a view is started in another version', () =>
      withLaboratory(open, async (laboratory) => {
        await recordMany(laboratory, 40);
        for (const [version, note] of [
          [1, 'first'],
          [2, 'second'],
          [3, 'third'],
        ] as const) {
          const handle = await runProcessor(journalView(laboratory.journal, { version, note }), laboratory);
          await handle.whenProcessed(40);
          await handle.stop();
          expect(await notes(laboratory)).toEqual(new Set([note]));
          expect(await laboratory.journal.read()).toHaveLength(40);
        }
      }));

    it('replaces what was parked by what fails now, and passes over what was skipped', () =>
      withLaboratory(open, async (laboratory) => {
        for (const name of ['a', 'b', 'a', 'b', 'c']) await laboratory.record(name);
        const refuse =
          (...bad: readonly number[]) =>
          ({ position }: RecordedEvent): void => {
            if (bad.includes(position)) throw new Error('refused');
          };
        const handle = await runProcessor(
          journalView(laboratory.journal, { refuse: refuse(1, 2) }),
          laboratory,
        );
        await handle.whenProcessed(5);
        await handle.skip({ position: 1, reason: 'a test event', by: 'operator-1' });
        await rebuildViews([journalView(laboratory.journal, { refuse: refuse(1, 4) })], laboratory);
        const plan = await handle.redrivePlan();
        expect(plan.sequences).toMatchObject([{ firstPosition: 4, events: 1 }]);
        expect((await laboratory.journal.read()).map((entry) => entry.position)).toEqual([2, 3, 5]);
        expect(await handle.skipped()).toHaveLength(1);
        await handle.stop();
      }));
  });
}
