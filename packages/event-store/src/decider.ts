import { storeErrors } from './errors.ts';
import type { AppendOutcome, EventStore, NewEvent, StreamName } from './event-store.ts';
import { pageEventsMax } from './read-bounds.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** The rules of one kind of thing as pure functions. A refusal is thrown by `decide` or is an event of its own. */
export interface Decider<State, Command, Event> {
  readonly initialState: State;
  decide(state: State, command: Command): readonly Event[];
  evolve(state: State, event: Event): State;
}

export interface CommandHandling<State, Command, Event> {
  readonly store: EventStore;
  readonly stream: StreamName;
  readonly decider: Decider<State, Command, Event>;
  readonly command: Command;
  /** Dresses what was decided for the store. Called again, with other events, where the decision is made again. */
  readonly toEvents: (events: readonly Event[]) => readonly NewEvent[];
  /** The domain's view of a stored event: where upcasting happens. */
  readonly fromRecorded: (recorded: RecordedEvent) => Event;
  /** States to go on from, so that only what came since is read: of this decider and this store alone. Default: none. */
  readonly snapshots?: Snapshots<State>;
  /** How often to decide before the conflict is the caller's, at least 1; default 5. */
  readonly attemptsMax?: number;
}

/** The state of a stream as it was read; must not be changed, as no state of a decider is. */
export interface Snapshot<State> {
  readonly state: State;
  /** Of the last event in the state; -1 where there is none. */
  readonly revision: number;
}

/**
 * Where states of streams are remembered, in memory and bounded: a `BoundedCache`. They say what events said when they
 * were read, so that none must be kept of a stream of which something may be erased.
 */
export interface Snapshots<State> {
  get(stream: StreamName): Snapshot<State> | undefined;
  set(stream: StreamName, snapshot: Snapshot<State>): void;
}

export interface CommandHandled<State, Event> {
  /** What was decided; empty where the command changes nothing. */
  readonly events: readonly Event[];
  /** One for each event that `toEvents` made. */
  readonly outcomes: readonly AppendOutcome[];
  /** The state after the events. */
  readonly state: State;
}

/**
 * Loads the stream, decides, and appends at the revision that was read; where somebody else was faster, loads what
 * they appended and decides again. Where the stream's state was remembered, loading is reading what came since, so that
 * a decision to do nothing rests on the whole stream too.
 *
 * @throws what `decide` throws, and E_STORE_REVISION_CONFLICT after `attemptsMax` decisions.
 */
export async function handleCommand<State, Command, Event>(
  handling: CommandHandling<State, Command, Event>,
): Promise<CommandHandled<State, Event>> {
  const { store, stream, decider, command, toEvents, snapshots, attemptsMax = 5 } = handling;
  let loaded = snapshots?.get(stream) ?? { state: decider.initialState, revision: -1 };
  for (let attempt = 1; ; attempt++) {
    loaded = await load(handling, loaded);
    snapshots?.set(stream, loaded);
    const events = decider.decide(loaded.state, command);
    const state = events.reduce((before, event) => decider.evolve(before, event), loaded.state);
    if (events.length === 0) return { events, outcomes: [], state };
    try {
      const expected = loaded.revision < 0 ? 'no-stream' : loaded.revision;
      return { events, outcomes: await store.append(stream, expected, toEvents(events)), state };
    } catch (error) {
      if (attempt >= attemptsMax || !storeErrors.is(error, 'E_STORE_REVISION_CONFLICT')) throw error;
    }
  }
}

/** Goes on from where a state was loaded before: a second decision reads only what is new. */
async function load<State, Command, Event>(
  { store, stream, decider, fromRecorded }: CommandHandling<State, Command, Event>,
  before: Snapshot<State>,
): Promise<Snapshot<State>> {
  let { state, revision } = before;
  for (;;) {
    const page = await store.readStream(stream, { from: revision + 1, limit: pageEventsMax });
    for (const recorded of page) {
      state = decider.evolve(state, fromRecorded(recorded));
      revision = recorded.revision;
    }
    if (page.length < pageEventsMax) return { state, revision };
  }
}
