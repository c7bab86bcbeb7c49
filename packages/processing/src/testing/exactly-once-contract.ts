import { type EventStore, type RecordedEvent, storeErrors } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessingStore } from '../processing-store.ts';
import { defineReactor, type Processor } from '../processor.ts';
import type { ProcessorHandle, ProcessorOptions } from '../processor-handle.ts';
import { runProcessor } from '../run-processor.ts';
import { journalView, type OpenedProcessing } from './journal.ts';
import { caseStream, type Laboratory, withLaboratory } from './laboratory.ts';

/** What happens to a processor between two events: how its surroundings misbehave from then on. */
interface Scenario {
  /** The cases of the events, in order; how often each fails, 9 being always; and after which the process is killed. */
  readonly events: readonly { readonly of: string; readonly failures: number; readonly killAfter: boolean }[];
  /** Which transactions are undone just before their commit, and which messages are dropped or repeated, in turn. */
  readonly undone: readonly boolean[];
  readonly delivery: readonly ('as-is' | 'drop' | 'repeat')[];
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  events: fc.array(
    fc.record({
      of: fc.constantFrom('a', 'b', 'c'),
      failures: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(1, 3, 9)),
      killAfter: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
    { minLength: 1, maxLength: 30 },
  ),
  undone: fc.array(fc.boolean(), { maxLength: 12 }),
  delivery: fc.array(fc.constantFrom('as-is', 'drop', 'repeat'), { maxLength: 12 }),
});

const attempts = 4;

export function exactlyOnceContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>, numRuns: number): void {
  describe('whatever fails, every effect happens exactly once and in order of its sequence', () => {
    it('of a view', () =>
      fc.assert(
        fc.asyncProperty(scenarios, (scenario) =>
          withLaboratory(open, (laboratory) =>
            play(laboratory, scenario, (refuse) => journalView(laboratory.journal, { refuse })),
          ),
        ),
        { numRuns },
      ));

    it('of a reactor, and of the events that it causes', () =>
      fc.assert(
        fc.asyncProperty(scenarios, (scenario) =>
          withLaboratory(open, async (laboratory) => {
            await laboratory.processing.transaction((tx) => laboratory.journal.create(tx));
            await play(laboratory, scenario, (refuse) => echo(laboratory, refuse));
            const { events } = await laboratory.store.readAll({
              after: 0,
              filter: { types: [echoType] },
              limit: 1000,
            });
            const causes = events.map(({ event }) => event.causationid);
            expect(causes.toSorted()).toEqual(scenario.events.map((_, at) => `e-${at + 1}`).toSorted());
          }),
        ),
        { numRuns },
      ));

    it.each(['view', 'reactor'])('of a %s that two processes run at once', (kind) =>
      withLaboratory(open, async (laboratory) => {
        const { processing, journal } = laboratory;
        const isView = kind === 'view';
        if (!isView) await processing.transaction((tx) => journal.create(tx));
        let failing = true;
        const refuse = ({ id }: RecordedEvent): void => {
          if (failing && id === 'e-2') throw new Error('refused');
        };
        const processor = isView ? journalView(journal, { refuse }) : echo(laboratory, refuse);
        const handles = [
          await runProcessor(processor, laboratory),
          await runProcessor(processor, laboratory),
        ];
        for (let n = 0; n < 40; n++) await laboratory.record(n % 2 === 0 ? 'a' : 'b');
        const seen = async (): Promise<void> => {
          const head = await laboratory.store.head();
          await Promise.all(handles.map((handle) => handle.whenProcessed(head)));
        };
        await seen();
        failing = false;
        await Promise.all(handles.map((handle) => handle.redrive()));
        await laboratory.record('b');
        await seen();
        await Promise.all(handles.map((handle) => handle.stop()));
        const ofCases = (await journal.read()).filter(({ note }) => note === 'first');
        expect(ofCases).toHaveLength(41);
        expect(new Set(ofCases.map(({ position }) => position)).size).toBe(41);
      }),
    );
  });
}

const echoType = 'tax.echo-heard.v1';

/** A reactor that answers each event with another one and notes it in the journal. */
function echo<Tx>({ store, journal }: Laboratory<Tx>, refuse: (event: RecordedEvent) => void): Processor<Tx> {
  return defineReactor<Tx>({
    name: 'echo',
    filter: { types: ['tax.clearance-issued.v1'] },
    async react(recorded, context) {
      const { event, position, stream } = recorded;
      const caused = sampleEvent({ id: context.eventId(), type: echoType, causationid: event.id });
      await store.append(caseStream('echo'), 'any', [caused]);
      refuse(recorded);
      return (tx) => journal.write(tx, [{ position, sequence: stream, note: 'first' }]);
    },
  });
}

/** Plays a scenario, heals everything, redrives, and checks the journal. */
async function play<Tx>(
  laboratory: Laboratory<Tx>,
  scenario: Scenario,
  processorOf: (refuse: (event: RecordedEvent) => void) => Processor<Tx>,
): Promise<void> {
  const failuresLeft = new Map(scenario.events.map(({ failures }, at) => [`e-${at + 1}`, failures]));
  const refuse = (event: RecordedEvent): void => {
    const left = failuresLeft.get(event.id) ?? 0;
    if (left <= 0) return;
    if (left < 9) failuresLeft.set(event.id, left - 1);
    throw new Error('refused');
  };
  const undone = [...scenario.undone];
  const options = {
    ...laboratory,
    store: misdelivering(laboratory.store, [...scenario.delivery]),
    processing: undoing(laboratory.processing, undone),
    retry: { attempts },
  };
  const processor = processorOf(refuse);
  let handle = await startAgain(processor, options);
  for (const { of, killAfter } of scenario.events) {
    await laboratory.record(of);
    if (!killAfter) continue;
    await handle.stop();
    handle = await startAgain(processor, options);
  }
  await handle.whenProcessed(await laboratory.store.head());
  const expected = await expectedAfterFailures(laboratory, scenario);
  expect(sorted(await laboratory.journal.read())).toEqual(expected);
  failuresLeft.clear();
  undone.length = 0;
  await handle.redrive();
  const status = await handle.status();
  await handle.stop();
  expect(status.parkedEvents).toBe(0);
  const journal = await laboratory.journal.read();
  expect(journal).toHaveLength(scenario.events.length);
  for (const sequence of new Set(journal.map((entry) => entry.sequence))) {
    const positions = journal.filter((entry) => entry.sequence === sequence).map((entry) => entry.position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  }
}

/** Starts a processor as often as it takes: a start that fails is repeated by whatever supervises the process. */
async function startAgain<Tx>(
  processor: Processor<Tx>,
  options: ProcessorOptions<Tx>,
): Promise<ProcessorHandle> {
  for (;;) {
    try {
      return await runProcessor(processor, options);
    } catch (error) {
      if (!storeErrors.is(error, 'E_STORE_UNAVAILABLE')) throw error;
    }
  }
}

/** The positions that must be in the journal before the redrive: everything but what fails for good and what follows it. */
async function expectedAfterFailures<Tx>(
  { store }: Laboratory<Tx>,
  scenario: Scenario,
): Promise<readonly number[]> {
  const held = new Set<string>();
  const expected: number[] = [];
  for (const [at, { of, failures }] of scenario.events.entries()) {
    if (failures >= attempts) held.add(of);
    const event = await store.find('/departments/tax/ledger', `e-${at + 1}`);
    if (!held.has(of) && event !== undefined) expected.push(event.position);
  }
  return expected;
}

function sorted(entries: readonly { readonly position: number }[]): readonly number[] {
  return entries.map((entry) => entry.position).toSorted((one, other) => one - other);
}

/** A store whose subscriptions drop, or hand over again what was handed over before. */
function misdelivering(store: EventStore, delivery: ('as-is' | 'drop' | 'repeat')[]): EventStore {
  async function* subscribe(options: Parameters<EventStore['subscribe']>[0]) {
    const how = delivery.shift();
    const after = how === 'repeat' ? Math.max(0, options.after - 3) : options.after;
    for await (const message of store.subscribe({ ...options, after })) {
      if (message.kind === 'events' && delivery.shift() === 'drop') throw new Error('connection lost');
      yield message;
    }
  }
  return { ...store, subscribe };
}

/** A processing store that undoes transactions when they are about to commit, as a kill would. */
function undoing<Tx>(processing: ProcessingStore<Tx>, undone: boolean[]): ProcessingStore<Tx> {
  return {
    ...processing,
    transaction: (work) =>
      processing.transaction(async (tx) => {
        const result = await work(tx);
        if (undone.shift()) throw storeErrors.error('E_STORE_UNAVAILABLE');
        return result;
      }),
  };
}
