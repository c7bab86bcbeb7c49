import { deepStrictEqual, fail } from 'node:assert/strict';
import type { Decider } from '@tongban/event-store';
import { type ErrorCode, TongbanError } from '@tongban/kernel';

export interface Given<Command, Event> {
  /** Decides on the state that the history gives. */
  when(command: Command): Decided<Event>;
}

export interface Decided<Event> {
  /** Exactly these events, in this order. */
  then(events: readonly Event[]): void;
  /** A refusal with this code; answers it, so that its problems and facts can be looked at. */
  thenRefused(code: ErrorCode): TongbanError;
  /** No event and no refusal. */
  thenNothingHappened(): void;
}

/**
 * A decider's rules as sentences: `given(decider, [opened]).when(close).then([closed])`. State and events are
 * frozen, so that a decider that changes what it was given fails.
 */
export function given<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  history: readonly Event[] = [],
): Given<Command, Event> {
  const state = history.reduce(
    (before, event) => frozen(decider.evolve(before, frozen(event))),
    frozen(decider.initialState),
  );
  return {
    when(command) {
      const outcome = outcomeOf(() => decider.decide(state, frozen(command)));
      return {
        // biome-ignore lint/suspicious/noThenProperty: the word of the method; awaited by mistake it fails, for no event is a function
        then(events) {
          deepStrictEqual(eventsOf(outcome), events);
          for (const event of events) decider.evolve(state, event);
        },
        thenRefused(code) {
          if ('events' in outcome)
            fail(`expected the refusal ${code}, but this happened: ${shown(outcome.events)}`);
          if (!(outcome.error instanceof TongbanError)) throw outcome.error;
          deepStrictEqual(outcome.error.code, code);
          return outcome.error;
        },
        thenNothingHappened() {
          deepStrictEqual(eventsOf(outcome), []);
        },
      };
    },
  };
}

type Outcome<Event> = { readonly events: readonly Event[] } | { readonly error: unknown };

function outcomeOf<Event>(decide: () => readonly Event[]): Outcome<Event> {
  try {
    return { events: decide() };
  } catch (error) {
    return { error };
  }
}

function eventsOf<Event>(outcome: Outcome<Event>): readonly Event[] {
  if ('error' in outcome) throw outcome.error;
  return outcome.events;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

/** Freezes plain objects and arrays to the bottom. What else a state is made of stays as it is. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value))
    return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
