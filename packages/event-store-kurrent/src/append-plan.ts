import {
  type ExpectedRevision,
  eventIdReused,
  isSameText,
  matchesExpected,
  type NewEvent,
  type RecordedEvent,
  type Revision,
  revisionConflict,
  type StreamName,
} from '@tongban/event-store';
import type { HeldClaim } from './claims.ts';

/** What is known of an event that is to be appended. */
export type Knowledge =
  | { readonly kind: 'recorded'; readonly event: RecordedEvent }
  /** Another stream may still receive it. */
  | { readonly kind: 'promised' }
  /** It is not recorded; a void claim, or one to the same stream, may be held. */
  | { readonly kind: 'absent'; readonly held: HeldClaim | undefined };

/** An event that is new, with the claim that its own replaces. */
export interface FreshEvent {
  readonly uuid: string;
  readonly event: NewEvent;
  readonly held: HeldClaim | undefined;
}

export interface AppendPlan {
  /** The events to append, each once. */
  readonly fresh: readonly FreshEvent[];
  /** For every event of the request: where it is recorded already, or its place among the fresh ones. */
  readonly places: readonly (
    | { readonly kind: 'recorded'; readonly event: RecordedEvent }
    | { readonly kind: 'fresh'; readonly at: number; readonly isRepeat: boolean }
  )[];
}

/**
 * Decides what an append comes to, of a stream at a revision (null: it does not exist).
 *
 * @throws E_EVENT_ID_REUSED, E_STORE_REVISION_CONFLICT: the first refusal in the order of the events
 */
export function planAppend(request: {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly actual: Revision | null;
  readonly events: readonly (readonly [uuid: string, event: NewEvent])[];
  readonly known: ReadonlyMap<string, Knowledge>;
}): AppendPlan {
  const { stream, expected, actual, events, known } = request;
  const fresh: FreshEvent[] = [];
  const places = events.map(([uuid, event]): AppendPlan['places'][number] => {
    const knowledge = known.get(uuid);
    if (knowledge?.kind === 'promised') throw eventIdReused(event);
    if (knowledge?.kind === 'recorded') {
      if (knowledge.event.stream !== stream || !isSameText(knowledge.event.bytes, event.bytes))
        throw eventIdReused(event);
      return { kind: 'recorded', event: knowledge.event };
    }
    const before = fresh.findIndex((one) => one.uuid === uuid);
    if (before >= 0) {
      if (!isSameText((fresh[before] as FreshEvent).event.bytes, event.bytes)) throw eventIdReused(event);
      return { kind: 'fresh', at: before, isRepeat: true };
    }
    if (!matchesExpected(expected, actual)) throw revisionConflict(stream, expected, actual);
    fresh.push({ uuid, event, held: knowledge?.held });
    return { kind: 'fresh', at: fresh.length - 1, isRepeat: false };
  });
  return { fresh, places };
}
