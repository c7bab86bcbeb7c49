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
      for (const [nth, { id, source, type, bytes, event }] of events.entries()) {
        const placed = verdict.outcomes[of]?.[nth];
        if (placed?.outcome !== 'appended') continue;
        const { stream, revision, position } = placed;
        const row = { position, stream, revision, recordedAt, id, source, type, bytes };
        recorded.push(new StoredEvent(row, event));
      }
    }
  }
  return recorded;
}
