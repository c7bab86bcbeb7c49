import { BoundedCache, systemClock } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandHandling, type Decider, handleCommand, type Snapshot } from './decider.ts';
import type { EventStore, StreamName } from './event-store.ts';
import { inMemoryEventStore } from './in-memory-event-store.ts';
import { refusalOf, taxpayer } from './testing/with-store.ts';
import { sampleEvent } from './testing.ts';

type Command = 'add' | 'nothing' | 'refuse';
type Added = { readonly amount: number };

/** Adds one while the sum is below 2,000. */
const counter: Decider<number, Command, Added> = {
  initialState: 0,
  decide: (sum, command) => {
    if (command === 'refuse' || sum >= 2_000) throw new RangeError('enough');
    return command === 'add' ? [{ amount: 1 }] : [];
  },
  evolve: (sum, { amount }) => sum + amount,
};

let ids = 0;
const stream = taxpayer('1');

function handling(store: EventStore, command: Command): CommandHandling<number, Command, Added> {
  return {
    store,
    stream,
    decider: counter,
    command,
    toEvents: (events) => events.map(({ amount }) => sampleEvent({ id: `added-${ids++}`, data: { amount } })),
    fromRecorded: ({ event }) => event.data as unknown as Added,
  };
}

/** A store in which somebody else appends first, for a number of times. */
function contested(store: EventStore, times: number, of = stream): EventStore {
  let left = times;
  return {
    ...store,
    append: async (...append) => {
      if (left-- > 0)
        await store.append(of, 'any', [sampleEvent({ id: `rival-${ids++}`, data: { amount: 10 } })]);
      return store.append(...append);
    },
  };
}

describe('handleCommand', () => {
  const newStore = (): EventStore => inMemoryEventStore({ clock: systemClock });

  it('appends what was decided and answers with the state after it', async () => {
    const store = newStore();
    const first = await handleCommand(handling(store, 'add'));
    expect(first).toMatchObject({
      state: 1,
      events: [{ amount: 1 }],
      outcomes: [{ outcome: 'appended', revision: 0 }],
    });
    expect(await handleCommand(handling(store, 'add'))).toMatchObject({
      state: 2,
      outcomes: [{ revision: 1 }],
    });
  });

  it('appends nothing where nothing was decided, or where the decision was to refuse', async () => {
    const store = newStore();
    expect(await handleCommand(handling(store, 'nothing'))).toEqual({ state: 0, events: [], outcomes: [] });
    await expect(handleCommand(handling(store, 'refuse'))).rejects.toThrow('enough');
    expect(await store.head()).toBe(0);
  });

  it('loads a stream longer than a page', async () => {
    const store = newStore();
    const many = Array.from({ length: 1_500 }, (_, at) =>
      sampleEvent({ id: `many-${at}`, data: { amount: 1 } }),
    );
    await store.append(stream, 'any', many);
    expect(await handleCommand(handling(store, 'add'))).toMatchObject({
      state: 1_501,
      outcomes: [{ revision: 1_500 }],
    });
  });

  it('decides again, on the new state, where somebody else was faster', async () => {
    const store = newStore();
    const handled = await handleCommand(handling(contested(store, 3), 'add'));
    expect(handled).toMatchObject({ state: 31, outcomes: [{ revision: 3 }] });
  });

  it('gives up after a bounded number of decisions', async () => {
    const store = newStore();
    expect(await refusalOf(handleCommand(handling(contested(store, 5), 'add')))).toBe(
      'E_STORE_REVISION_CONFLICT',
    );
    expect(await refusalOf(handleCommand({ ...handling(contested(store, 1), 'add'), attemptsMax: 1 }))).toBe(
      'E_STORE_REVISION_CONFLICT',
    );
    expect((await store.readStream(stream)).every(({ id }) => id.startsWith('rival-'))).toBe(true);
  });

  it('reads what came since a state that was remembered, also where nothing is to be done', async () => {
    const store = newStore();
    const reads: unknown[] = [];
    const watched: EventStore = {
      ...store,
      readStream: (of, read) => {
        reads.push(read?.from);
        return store.readStream(of, read);
      },
    };
    const snapshots = new BoundedCache<StreamName, Snapshot<number>>(10);
    const handle = (command: Command): ReturnType<typeof handleCommand<number, Command, Added>> =>
      handleCommand({ ...handling(watched, command), snapshots });
    expect(await handle('add')).toMatchObject({ state: 1 });
    expect(await handle('add')).toMatchObject({ state: 2, outcomes: [{ revision: 1 }] });
    await store.append(stream, 'any', [sampleEvent({ id: `rival-${ids++}`, data: { amount: 10 } })]);
    expect(await handle('nothing')).toMatchObject({ state: 12, events: [] });
    await expect(handle('refuse')).rejects.toThrow('enough');
    expect(await handle('add')).toMatchObject({ state: 13, outcomes: [{ revision: 3 }] });
    expect(reads).toEqual([0, 0, 1, 3, 3]);
  });

  it('comes to the same with and without states that are remembered, whoever else appends', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom<Command>('add', 'nothing', 'refuse'), fc.nat(3)), {
          maxLength: 20,
        }),
        fc.nat(3),
        async (steps, streamsRemembered) => {
          const [plain, remembering] = [newStore(), newStore()];
          const snapshots = new BoundedCache<StreamName, Snapshot<number>>(streamsRemembered);
          for (const [nth, step] of steps.entries()) {
            const key = taxpayer(String(nth % 3));
            const answers = await Promise.all(
              [{ store: plain }, { store: remembering, snapshots }].map(({ store, ...more }) =>
                typeof step === 'number'
                  ? store.append(key, 'any', [sampleEvent({ id: `rival-${nth}`, data: { amount: step } })])
                  : handleCommand({
                      ...handling(contested(store, nth % 2, key), step),
                      stream: key,
                      ...more,
                    }).then(({ state, outcomes }) => ({ state, outcomes }), String),
              ),
            );
            expect(answers[1]).toEqual(answers[0]);
          }
        },
      ),
      { numRuns: 100 },
    ));

  it('lets every one of many concurrent commands through, one after the other', async () => {
    const store = newStore();
    await Promise.all(
      Array.from({ length: 10 }, () => handleCommand({ ...handling(store, 'add'), attemptsMax: 10 })),
    );
    expect((await store.readStream(stream)).length).toBe(10);
  });
});
