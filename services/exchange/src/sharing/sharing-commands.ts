import type { CommandHandling, EventStore, Position, RecordedEvent } from '@tongban/event-store';
import { handleCommand, storeErrors, streamName } from '@tongban/event-store';
import { idempotencyKeyReused, isOtherContent } from '@tongban/http';
import { type IdSource, invariant } from '@tongban/kernel';
import type { Decider } from '../domain/decider.ts';
import type { DomainEvent } from '../domain/domain-event.ts';
import { type OwnEvent, type OwnType, type PlatformJournal, platformSource } from '../platform-journal.ts';

/** How a command came about: what is written on its events beside what was decided. */
export interface CommandTerms {
  /** The case that the events belong to; default: the stream's key, so that a grant's life is one flow. */
  readonly correlationId?: string;
  /** Id of the first event: a command that comes again with it changes nothing and answers what stands now. */
  readonly eventId?: string;
  readonly causationId?: string;
  /** The keys under which personal fields of the events are sealed. */
  readonly keyOf?: OwnEvent<OwnType>['keyOf'];
}

export interface Decided<State> {
  readonly state: State;
  /** The position of the last event; undefined where the command changed nothing. */
  readonly position: Position | undefined;
}

/** Gives commands to the deciders of the sharing domain, and writes down what they decide. */
export interface SharingCommands {
  give<State, Command, Event extends DomainEvent<OwnType>>(
    thing: { readonly owner: 'sharing' | 'platform'; readonly category: string; readonly key: string },
    decider: Decider<State, Command, Event>,
    command: Command,
    terms?: CommandTerms,
  ): Promise<Decided<State>>;
}

export function openSharingCommands(options: {
  readonly store: EventStore;
  readonly journal: PlatformJournal;
  readonly ids: IdSource;
}): SharingCommands {
  const { store, journal, ids } = options;
  return {
    async give(thing, decider, command, terms = {}) {
      const stream = streamName(thing.owner, thing.category, thing.key);
      const once = onlyOnce(decider, terms.eventId);
      const handling: Handling<typeof decider> = {
        store,
        stream,
        decider: once.decider,
        command,
        fromRecorded(recorded) {
          once.see(recorded);
          const { type, event } = recorded;
          return { type, subject: event.subject, data: event.data } as never;
        },
        toEvents: (events) =>
          events.map((decided, at) => {
            const composed = journal.compose(decided.type, {
              subject: decided.subject,
              data: decided.data as never,
              id: at === 0 ? (terms.eventId ?? ids.next()) : ids.next(),
              correlationId: terms.correlationId ?? thing.key,
              ...(terms.causationId === undefined ? {} : { causationId: terms.causationId }),
              ...(terms.keyOf === undefined ? {} : { keyOf: terms.keyOf }),
            });
            invariant(
              composed.stream === stream,
              `${decided.type} belongs to ${composed.stream}, not to ${stream}`,
            );
            return composed.event;
          }),
      };
      const { state, outcomes } = await handleCommand(handling).catch((failure: unknown) => {
        // The same command came twice at the same moment: what the other one recorded is seen now.
        if (once.isNew() && storeErrors.is(failure, 'E_EVENT_ID_REUSED')) return handleCommand(handling);
        throw failure;
      });
      return { state, position: outcomes.at(-1)?.position };
    },
  };
}

type Handling<Rules> =
  Rules extends Decider<infer State, infer Command, infer Event>
    ? CommandHandling<State, Command, Event>
    : never;

/**
 * The decider of a command that is recorded under an id. Once that id is seen in the stream, the command is a repeat and decides
 * nothing; where the key of the id was used for another request, it is refused.
 */
function onlyOnce<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  eventId: string | undefined,
): {
  readonly decider: Decider<State, Command, Event>;
  see(recorded: RecordedEvent): void;
  isNew(): boolean;
} {
  let isRepeat = false;
  let isReused = false;
  return {
    see({ source, id }) {
      if (eventId === undefined || source !== platformSource) return;
      isRepeat ||= id === eventId;
      isReused ||= isOtherContent(id, eventId);
    },
    isNew: () => eventId !== undefined && !isRepeat,
    decider: {
      ...decider,
      decide(state, command) {
        if (isReused) throw idempotencyKeyReused();
        return isRepeat ? [] : decider.decide(state, command);
      },
    },
  };
}
