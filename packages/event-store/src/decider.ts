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
  /** How often to decide before the conflict is the caller's, at least 1; default 5. */
  readonly attemptsMax?: number;
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
 * they appended and decides again.
 *
 * @throws what `decide` throws, and E_STORE_REVISION_CONFLICT after `attemptsMax` decisions.
 */
export async function handleCommand<State, Command, Event>(
  handling: CommandHandling<State, Command, Event>,
): Promise<CommandHandled<State, Event>> {
  const { store, stream, decider, command, toEvents, attemptsMax = 5 } = handling;
  let loaded = { state: decider.initialState, revision: -1 };
  for (let attempt = 1; ; attempt++) {
    loaded = await load(handling, loaded);
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

interface Loaded<State> {
  readonly state: State;
  /** Of the last event in the state; -1 where there is none. */
  readonly revision: number;
}

/** Goes on from where a state was loaded before: a second decision reads only what is new. */
async function load<State, Command, Event>(
  { store, stream, decider, fromRecorded }: CommandHandling<State, Command, Event>,
  before: Loaded<State>,
): Promise<Loaded<State>> {
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
