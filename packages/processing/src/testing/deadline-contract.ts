import { sampleEvent } from '@tongban/event-store/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deadline, DueOn } from '../deadlines/deadline.ts';
import { deadlinesOf } from '../deadlines/deadline-keeping.ts';
import { recomputeProvisional } from '../deadlines/recompute-provisional.ts';
import { type DeadlineRunner, runDeadlines } from '../deadlines/run-deadlines.ts';
import { defineReactor, type Reactor } from '../processor.ts';
import type { ProcessorHandle } from '../processor-handle.ts';
import { runProcessor } from '../run-processor.ts';
import { type ManualClock, manualClock } from './clocks.ts';
import type { OpenedProcessing } from './journal.ts';
import { caseStream, type Laboratory, startMs, withLaboratory } from './laboratory.ts';

const noticeType = 'tax.notice-given.v1';
const keeperName = 'answers';
const shanghai = (text: string): number => Date.parse(`${text}+08:00`);

interface Office<Tx> extends Laboratory<Tx> {
  readonly manual: ManualClock;
  readonly keeper: ProcessorHandle;
  readonly runner: DeadlineRunner;
  /** Asks something of a case; it must be answered by a date. */
  ask(caseName: string, due: DueOn, provisional?: boolean): Promise<number>;
  answer(caseName: string): Promise<number>;
  /** The notices recorded so far: `<kind> <deadline>`. */
  notices(): Promise<readonly string[]>;
}

export function deadlineContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>, numRuns: number): void {
  const inOffice = (test: (office: Office<Tx>) => Promise<void>): Promise<void> => {
    const manual = manualClock(startMs);
    return withLaboratory(open, (laboratory) => runOffice(laboratory, manual, test), manual);
  };
  const friday = { date: '2025-03-07' };

  describe('a deadline', () => {
    it('falls due when its day begins and is breached when it ends, in Shanghai, once', () =>
      inOffice(async ({ ask, runner, manual, notices }) => {
        await ask('a', friday);
        for (const [time, expected] of [
          ['2025-03-06T23:59:59', []],
          ['2025-03-07T00:00:02', ['due a']],
          ['2025-03-07T23:59:59', ['due a']],
          ['2025-03-08T00:00:02', ['due a', 'breached a']],
          ['2025-03-20T00:00:00', ['due a', 'breached a']],
        ] as const) {
          manual.advanceTo(shanghai(time));
          await runner.fireDue();
          expect(await notices()).toEqual(expected);
        }
        expect(await runner.status()).toMatchObject({ earliestNotice: undefined, lastFailure: undefined });
      }));

    it('is silent when it was met in time or cancelled', () =>
      inOffice(async ({ ask, answer, runner, manual, notices, processing }) => {
        await ask('a', friday);
        await ask('b', friday);
        await answer('a');
        await processing.transaction((tx) => deadlinesOf(processing, keeperName).cancel(tx, 'b', startMs));
        manual.advanceTo(shanghai('2025-04-01T00:00:00'));
        expect(await runner.fireDue()).toBe(0);
        expect(await notices()).toEqual([]);
      }));

    it('that was met late is reported breached and met late, also where nobody looked in between', () =>
      inOffice(async ({ ask, answer, runner, manual, notices }) => {
        await ask('a', friday);
        manual.advanceTo(shanghai('2025-03-10T12:00:00'));
        await answer('a');
        await ask('b', { at: shanghai('2025-03-10T12:30:00') });
        manual.advanceTo(shanghai('2025-03-10T13:00:00'));
        await runner.fireDue();
        expect(await notices()).toEqual(['breached a', 'met-late a', 'due b', 'breached b']);
      }));

    it('waits until the keeper has seen what was recorded before', () =>
      inOffice(async ({ ask, keeper, record, runner, manual, notices, store }) => {
        await ask('a', friday);
        await keeper.whenProcessed(await store.head());
        manual.advanceTo(shanghai('2025-03-06T18:00:00'));
        await keeper.pause();
        await record('a', { type: 'tax.answered.v1' });
        manual.advanceTo(shanghai('2025-03-08T10:00:00'));
        const fired = runner.fireDue();
        keeper.resume();
        expect(await fired).toBe(0);
        expect(await notices()).toEqual([]);
      }));

    it('waits while its sequence is parked', () =>
      inOffice(async ({ ask, record, keeper, runner, manual, notices }) => {
        await ask('a', friday);
        await ask('b', friday);
        await keeper.whenProcessed(await record('a', { type: 'tax.broken.v1' }));
        manual.advanceTo(shanghai('2025-03-09T00:00:00'));
        await runner.fireDue();
        expect(await notices()).toEqual(['due b', 'breached b']);
        const [parked] = (await keeper.redrivePlan()).sequences;
        await keeper.skip({ position: parked?.firstPosition ?? 0, reason: 'broken', by: 'operator-1' });
        await runner.fireDue();
        expect(await notices()).toEqual(['due b', 'breached b', 'due a', 'breached a']);
      }));

    it('that moved falls due again', () =>
      inOffice(async ({ ask, runner, manual, notices, processing }) => {
        await ask('a', friday);
        manual.advanceTo(shanghai('2025-03-07T09:00:00'));
        await runner.fireDue();
        const moved = await processing.transaction((tx) =>
          deadlinesOf(processing, keeperName).reschedule(tx, 'a', {
            due: { date: '2025-03-12' },
            provisional: false,
          }),
        );
        expect(moved).toMatchObject({ revision: 1, due: { date: '2025-03-12' } });
        manual.advanceTo(shanghai('2025-03-12T09:00:00'));
        await runner.fireDue();
        expect(await notices()).toEqual(['due a', 'due a']);
      }));

    it('is silent while provisional, until it is derived anew', () =>
      inOffice(async ({ ask, runner, manual, notices, processing }) => {
        await ask('a', friday, true);
        await ask('b', friday, true);
        manual.advanceTo(shanghai('2025-03-20T00:00:00'));
        await runner.fireDue();
        expect(await notices()).toEqual([]);
        const derive = ({ id, due }: Deadline) =>
          id === 'a' ? { due: friday, provisional: false } : { due, provisional: true };
        const changes = await recomputeProvisional({ processing, keeper: keeperName, derive });
        expect(changes).toMatchObject([
          { before: { id: 'a', provisional: true }, after: { id: 'a', provisional: false } },
        ]);
        expect(await recomputeProvisional({ processing, keeper: keeperName, derive })).toEqual([]);
        await runner.fireDue();
        expect(await notices()).toEqual(['due a', 'breached a']);
      }));

    it('waits behind one of its sequence whose notice failed, and others do not', () =>
      inOffice(async (office) => {
        const { ask, manual, notices, processing, keeper } = office;
        const second = { ...newDeadline('a', { date: '2025-03-06' }, false), id: 'a-sooner' };
        await ask('a', friday);
        await processing.transaction((tx) => deadlinesOf(processing, keeperName).schedule(tx, second));
        await ask('b', friday);
        manual.advanceTo(shanghai('2025-03-07T09:00:00'));
        const refusing = runDeadlines({
          ...office,
          keeper,
          async fire({ id }, { kind, eventId }) {
            if (id === 'a-sooner') throw new Error('refused');
            await recordNotice(office, `${kind} ${id}`, eventId);
          },
        });
        await refusing.fireDue();
        await refusing.stop();
        const { lastFailure } = await refusing.status();
        expect(lastFailure).toMatchObject({ deadline: 'a-sooner', message: 'refused' });
        expect(await notices()).toEqual(['due b']);
        await office.runner.fireDue();
        expect(await notices()).toEqual(['due b', 'due a-sooner', 'due a', 'breached a-sooner']);
      }));

    it('refuses an id that was used for another one, and takes the same one twice', () =>
      inOffice(async ({ processing }) => {
        const deadlines = deadlinesOf(processing, keeperName);
        const one = newDeadline('a', friday, false);
        await processing.transaction((tx) => deadlines.schedule(tx, one));
        await processing.transaction((tx) => deadlines.schedule(tx, one));
        const other = processing.transaction((tx) => deadlines.schedule(tx, { ...one, due: { at: 5 } }));
        await expect(other).rejects.toMatchObject({ code: 'E_DEADLINE_REUSED' });
        const unknown = processing.transaction((tx) => deadlines.meet(tx, 'nothing', 1));
        expect(await unknown).toBeUndefined();
      }));

    it('has each notice exactly once and in order, whatever fails', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
          fc.array(fc.boolean(), { maxLength: 20 }),
          (days, failures) =>
            inOffice(async (office) => {
              for (const [at, day] of days.entries()) {
                await office.ask(`case-${at}`, { date: `2025-04-${String(day).padStart(2, '0')}` });
              }
              const left = [...failures];
              for (const day of [3, 7, 11, 14, 22]) {
                office.manual.advanceTo(shanghai(`2025-04-${String(day).padStart(2, '0')}T08:00:00`));
                // Each round is a life of its own: it ends with a kill between the event and the commit, or at rest.
                while ((await fireOnce(office, left)) > 0 || left.length > 0);
              }
              const notices = await office.notices();
              expect(notices).toHaveLength(days.length * 2);
              for (const at of days.keys()) {
                expect(notices.filter((notice) => notice.endsWith(` case-${at}`))).toEqual([
                  `due case-${at}`,
                  `breached case-${at}`,
                ]);
              }
            }),
        ),
        { numRuns },
      ));
  });
}

function newDeadline(id: string, due: DueOn, provisional: boolean) {
  const startedBy = { source: '/s', id: `q-${id}`, correlationId: id };
  return { id, kind: 'answer', sequence: caseStream(id), due, provisional, startedBy };
}

function keeperOf<Tx>({ processing }: Laboratory<Tx>): Reactor<Tx> {
  const deadlines = deadlinesOf(processing, keeperName);
  return defineReactor<Tx>({
    name: keeperName,
    async react({ type, event, recordedAt }) {
      if (type === 'tax.broken.v1') throw new Error('broken');
      if (type === 'tax.answered.v1') {
        return async (tx) => void (await deadlines.meet(tx, event.subject, recordedAt));
      }
      if (type !== 'tax.asked.v1') return;
      const { due, provisional } = event.data as unknown as { due: DueOn; provisional: boolean };
      return (tx) => deadlines.schedule(tx, newDeadline(event.subject, due, provisional));
    },
  });
}

function runnerOf<Tx>(
  laboratory: Laboratory<Tx>,
  keeper: ProcessorHandle,
  failures: boolean[] = [],
): DeadlineRunner {
  return runDeadlines({
    ...laboratory,
    keeper,
    pollMs: Number.MAX_SAFE_INTEGER,
    async fire(deadline, { kind, eventId }) {
      await recordNotice(laboratory, `${kind} ${deadline.id}`, eventId);
      if (failures.shift()) throw new Error('killed before the commit');
    },
  });
}

async function recordNotice<Tx>({ store }: Laboratory<Tx>, subject: string, id: string): Promise<void> {
  const notice = sampleEvent({ id, type: noticeType, subject });
  await store.append(caseStream('notices'), 'any', [notice]);
}

async function fireOnce<Tx>(office: Office<Tx>, failures: boolean[]): Promise<number> {
  const runner = runnerOf(office, office.keeper, failures);
  const given = await runner.fireDue();
  await runner.stop();
  failures.shift();
  return given;
}

async function runOffice<Tx>(
  laboratory: Laboratory<Tx>,
  manual: ManualClock,
  test: (office: Office<Tx>) => Promise<void>,
): Promise<void> {
  const { store, record } = laboratory;
  const keeper = await runProcessor(keeperOf(laboratory), { ...laboratory, retry: { attempts: 1 } });
  const runner = runnerOf(laboratory, keeper);
  const seen = async (position: Promise<number>): Promise<number> => {
    await keeper.whenProcessed(await position);
    return position;
  };
  await test({
    ...laboratory,
    manual,
    keeper,
    runner,
    ask: (caseName, due, provisional = false) =>
      seen(record(caseName, { type: 'tax.asked.v1', data: { due: { ...due }, provisional } })),
    answer: (caseName) => seen(record(caseName, { type: 'tax.answered.v1' })),
    async notices() {
      const { events } = await store.readAll({ after: 0, filter: { types: [noticeType] }, limit: 1000 });
      return events.map(({ event }) => event.subject);
    },
  });
  await runner.stop();
  await keeper.stop();
}
