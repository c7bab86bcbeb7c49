import { describe, expect, it } from 'vitest';
import type { OpenedProcessing } from './journal.ts';
import { withLaboratory } from './laboratory.ts';

export function transactionContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>): void {
  describe('transactions', () => {
    it('keep everything that was done, or nothing', () =>
      withLaboratory(open, async ({ processing, journal }) => {
        await processing.transaction((tx) => journal.create(tx));
        const answer = await processing.transaction(async (tx) => {
          await journal.write(tx, [{ position: 1, sequence: 's', note: 'kept' }]);
          await processing.checkpoints.move(tx, 'p', 1);
          return 'answer';
        });
        expect(answer).toBe('answer');
        const undone = processing.transaction(async (tx) => {
          await journal.write(tx, [{ position: 2, sequence: 's', note: 'undone' }]);
          await processing.checkpoints.move(tx, 'p', 2);
          throw new Error('no');
        });
        await expect(undone).rejects.toThrow('no');
        expect(await journal.read()).toEqual([{ position: 1, sequence: 's', note: 'kept' }]);
        expect(await processing.transaction((tx) => processing.checkpoints.claim(tx, 'p'))).toBe(1);
      }));

    it('never overlap', () =>
      withLaboratory(open, async ({ processing }) => {
        const add = (): Promise<void> =>
          processing.transaction(async (tx) => {
            const position = (await processing.checkpoints.claim(tx, 'p')) ?? 0;
            await new Promise((resolve) => setImmediate(resolve));
            await processing.checkpoints.move(tx, 'p', position + 1);
          });
        await Promise.all(Array.from({ length: 20 }, add));
        expect(await processing.transaction((tx) => processing.checkpoints.claim(tx, 'p'))).toBe(20);
      }));

    it('know no checkpoint of a processor that never ran', () =>
      withLaboratory(open, async ({ processing }) => {
        expect(await processing.transaction((tx) => processing.checkpoints.claim(tx, 'p'))).toBeUndefined();
      }));
  });

  describe('parking', () => {
    const event = (position: number, sequence: string) => ({
      ...{
        position,
        sequence,
        stream: sequence,
        revision: 0,
        source: '/s',
        id: `e${position}`,
        type: 'a.b.v1',
      },
      ...{ recordedAt: position * 1000, parkedAt: 9, attempts: 0, failure: undefined },
    });

    it('is a set, by position, counted by sequence', () =>
      withLaboratory(open, async ({ processing: { transaction, parking } }) => {
        await transaction(async (tx) => {
          await parking.park(tx, 'p', [event(5, 'b'), event(3, 'a'), event(7, 'a')]);
          await parking.park(tx, 'p', [{ ...event(3, 'a'), attempts: 9 }]);
          await parking.park(tx, 'other', [event(1, 'c')]);
        });
        await transaction(async (tx) => {
          expect(await parking.held(tx, 'p')).toEqual(new Set(['a', 'b']));
          expect(await parking.count(tx, 'p')).toEqual({ events: 3, sequences: 2 });
          expect(await parking.read(tx, 'p', { limit: 2 })).toEqual([event(3, 'a'), event(5, 'b')]);
          expect(await parking.read(tx, 'p', { sequence: 'a', after: 3, limit: 9 })).toEqual([event(7, 'a')]);
          expect(await parking.sequences(tx, 'p', { limit: 9 })).toEqual([
            { sequence: 'a', events: 2, firstPosition: 3, oldestRecordedAt: 3000 },
            { sequence: 'b', events: 1, firstPosition: 5, oldestRecordedAt: 5000 },
          ]);
          expect(await parking.sequences(tx, 'p', { sequence: 'b', limit: 9 })).toHaveLength(1);
        });
      }));

    it('remembers failures and skips, and releases once', () =>
      withLaboratory(open, async ({ processing: { transaction, parking } }) => {
        const failure = { code: 'E_X', message: 'because' };
        const skipped = {
          position: 3,
          sequence: 'a',
          reason: 'a test event',
          by: 'operator-1',
          skippedAt: 4,
        };
        await transaction(async (tx) => {
          await parking.park(tx, 'p', [event(3, 'a')]);
          await parking.fail(tx, 'p', 3, failure);
          expect(await parking.read(tx, 'p', { limit: 1 })).toEqual([
            { ...event(3, 'a'), attempts: 1, failure },
          ]);
          await parking.skip(tx, 'p', skipped);
          expect(await parking.release(tx, 'p', 3)).toBe(true);
          expect(await parking.release(tx, 'p', 3)).toBe(false);
        });
        expect(await transaction((tx) => parking.skipped(tx, 'p'))).toEqual([skipped]);
        expect(await transaction((tx) => parking.skipped(tx, 'other'))).toEqual([]);
      }));
  });
}
