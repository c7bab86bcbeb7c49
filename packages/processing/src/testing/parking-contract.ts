import type { RecordedEvent } from '@tongban/event-store';
import { storeErrors } from '@tongban/event-store';
import { describe, expect, it } from 'vitest';
import type { ProcessorHandle } from '../processor-handle.ts';
import { runProcessor } from '../run-processor.ts';
import { journalView, type OpenedProcessing } from './journal.ts';
import { type Laboratory, withLaboratory } from './laboratory.ts';

export function parkingContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>): void {
  const bad = new Set<number>();
  const refuse = (event: RecordedEvent): void => {
    if (bad.has(event.position)) throw new TypeError(`event ${event.position} is bad`);
  };
  const positions = async ({ journal }: Laboratory<Tx>): Promise<readonly number[]> =>
    (await journal.read()).map((entry) => entry.position);

  /** Cases a b a a c, of which the third event fails, seen by a running view. */
  async function parked(laboratory: Laboratory<Tx>): Promise<ProcessorHandle> {
    bad.clear();
    bad.add(3);
    for (const name of ['a', 'b', 'a', 'a', 'c']) await laboratory.record(name);
    const handle = await runProcessor(journalView(laboratory.journal, { refuse }), laboratory);
    await handle.whenProcessed(5);
    return handle;
  }

  describe('a processor', () => {
    it('sets the failed event aside, and every later one of its sequence behind it', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await parked(laboratory);
        expect(await positions(laboratory)).toEqual([1, 2, 5]);
        await laboratory.record('a');
        await handle.whenProcessed(await laboratory.record('b'));
        expect(await positions(laboratory)).toEqual([1, 2, 5, 7]);
        expect(await handle.status()).toMatchObject({
          state: 'running',
          position: 7,
          head: 7,
          lagEvents: 0,
          lagSeconds: 0,
          parkedEvents: 3,
          parkedSequences: 1,
          lastFailure: { code: 'TypeError', message: 'event 3 is bad', position: 3 },
        });
        await handle.stop();
      }));

    it('keeps the sequence parked across a restart', () =>
      withLaboratory(open, async (laboratory) => {
        await (await parked(laboratory)).stop();
        bad.clear();
        const handle = await runProcessor(journalView(laboratory.journal, { refuse }), laboratory);
        await handle.whenProcessed(await laboratory.record('a'));
        expect(await positions(laboratory)).toEqual([1, 2, 5]);
        expect((await handle.status()).parkedEvents).toBe(3);
        await handle.stop();
      }));

    it('takes its sequences from sequenceOf', () =>
      withLaboratory(open, async (laboratory) => {
        bad.clear();
        bad.add(1);
        for (const name of ['a', 'b', 'c']) await laboratory.record(name);
        const sequenceOf = ({ event }: RecordedEvent): string => (event.subject === 'c' ? 'other' : 'same');
        const handle = await runProcessor(
          journalView(laboratory.journal, { refuse, sequenceOf }),
          laboratory,
        );
        await handle.whenProcessed(3);
        expect(await positions(laboratory)).toEqual([3]);
        expect((await handle.redrivePlan()).sequences).toMatchObject([{ sequence: 'same', events: 2 }]);
        await handle.stop();
      }));

    it('succeeds without parking when a later attempt does', () =>
      withLaboratory(open, async (laboratory) => {
        let failures = 3;
        const flaky = (): void => {
          if (failures-- > 0) throw new Error('not yet');
        };
        const handle = await runProcessor(journalView(laboratory.journal, { refuse: flaky }), laboratory);
        await handle.whenProcessed(await laboratory.record('a'));
        expect(await positions(laboratory)).toEqual([1]);
        expect((await handle.status()).parkedEvents).toBe(0);
        await handle.stop();
      }));

    it('parks nothing while its surroundings fail', () =>
      withLaboratory(open, async (laboratory) => {
        let failures = 40;
        const outage = (): void => {
          if (failures-- > 0) throw storeErrors.error('E_STORE_UNAVAILABLE');
        };
        const handle = await runProcessor(journalView(laboratory.journal, { refuse: outage }), laboratory);
        await handle.whenProcessed(await laboratory.record('a'));
        expect(await positions(laboratory)).toEqual([1]);
        expect(await handle.status()).toMatchObject({ state: 'running', parkedEvents: 0 });
        await handle.stop();
      }));

    it('handles nothing while it is paused, and says how far behind it is', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await runProcessor(journalView(laboratory.journal), laboratory);
        await handle.pause();
        const position = await laboratory.record('a');
        expect(await handle.status()).toMatchObject({ state: 'paused', position: 0, lagEvents: 1 });
        handle.resume();
        await handle.whenProcessed(position);
        expect(await positions(laboratory)).toEqual([1]);
        await handle.stop();
        expect((await handle.status()).state).toBe('stopped');
        await expect(handle.whenProcessed(99)).rejects.toMatchObject({ code: 'E_PROCESSING_STOPPED' });
      }));

    it('refuses to start past the end of the store', () =>
      withLaboratory(open, async (laboratory) => {
        const { processing } = laboratory;
        await processing.transaction((tx) => processing.checkpoints.move(tx, 'journal', 4));
        const started = runProcessor(journalView(laboratory.journal), laboratory);
        await expect(started).rejects.toMatchObject({ code: 'E_PROCESSING_AHEAD' });
      }));
  });

  describe('a redrive', () => {
    it('is planned without doing anything', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await parked(laboratory);
        const plan = await handle.redrivePlan({ sampleEvents: 1 });
        expect(plan).toMatchObject({
          processor: 'journal',
          events: 2,
          sequenceCount: 1,
          sequences: [
            {
              events: 2,
              firstPosition: 3,
              failure: { code: 'TypeError', message: 'event 3 is bad' },
              sample: [{ position: 3, attempts: 5, id: 'e-3' }],
            },
          ],
        });
        expect(plan.oldestSeconds).toBeGreaterThanOrEqual(0);
        expect(await handle.redrivePlan({ sequence: 'nothing' })).toMatchObject({ events: 0, sequences: [] });
        expect(await positions(laboratory)).toEqual([1, 2, 5]);
        await handle.stop();
      }));

    it('handles a sequence in order and frees it', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await parked(laboratory);
        bad.clear();
        expect(await handle.redrive()).toMatchObject([{ handled: 2, stoppedAt: undefined }]);
        await handle.whenProcessed(await laboratory.record('a'));
        expect(await positions(laboratory)).toEqual([1, 2, 5, 3, 4, 6]);
        expect(await handle.redrive()).toEqual([]);
        await handle.stop();
      }));

    it('stops at the first failure and keeps the rest', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await parked(laboratory);
        bad.clear();
        bad.add(4);
        const [redriven] = await handle.redrive();
        expect(redriven).toMatchObject({
          handled: 1,
          stoppedAt: { position: 4, failure: { code: 'TypeError' } },
        });
        const plan = await handle.redrivePlan();
        expect(plan.sequences[0]?.sample).toMatchObject([{ position: 4, attempts: 1 }]);
        await handle.stop();
      }));

    it('goes on behind an event that was skipped for a reason', () =>
      withLaboratory(open, async (laboratory) => {
        const handle = await parked(laboratory);
        await handle.skip({ position: 3, reason: 'a test event', by: 'operator-1' });
        expect(await handle.redrive()).toMatchObject([{ handled: 1, stoppedAt: undefined }]);
        expect(await positions(laboratory)).toEqual([1, 2, 5, 4]);
        expect(await handle.skipped()).toMatchObject([
          { position: 3, reason: 'a test event', by: 'operator-1' },
        ]);
        await expect(handle.skip({ position: 4, reason: 'r', by: 'b' })).rejects.toMatchObject({
          code: 'E_PROCESSING_NOT_PARKED',
        });
        await handle.stop();
      }));
  });
}
