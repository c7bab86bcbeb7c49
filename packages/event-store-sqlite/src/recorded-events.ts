import { type Append, StoredEvent } from '@tongban/event-store';
import type { Verdict } from './recorder.ts';

/** What a group appended, in position order: for those who follow the store. */
export function recordedEvents(
  requests: readonly (readonly Append[])[],
  verdicts: readonly Verdict[],
  recordedAt: number,
): readonly StoredEvent[] {
  const recorded: StoredEvent[] = [];
  for (const [at, appends] of requests.entries()) {
    const verdict = verdicts[at];
    if (!verdict?.ok) continue;
    for (const [of, { events }] of appends.entries()) {
      for (const [nth, { event, ...rest }] of events.entries()) {
        const placed = verdict.outcomes[of]?.[nth];
        if (placed?.outcome !== 'appended') continue;
        const { stream, revision, position } = placed;
        recorded.push(new StoredEvent({ ...rest, stream, revision, position, recordedAt }, event));
      }
    }
  }
  return recorded;
}
