import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';

const streams = 30;

/** A store in memory with the same events at the same positions, however often it is made. */
export async function repeatableStore(count: number): Promise<EventStore> {
  const store = inMemoryEventStore({ clock: systemClock });
  for (let at = 0; at < count; at++) {
    const owner = at % 2 === 0 ? 'tax' : 'customs';
    const stream = streamName(owner, 'taxpayer', String(at % streams));
    const event = sampleEvent({ id: repeatableId(at), type: `${owner}.clearance-issued.v1` });
    await store.append(stream, 'any', [event]);
  }
  return store;
}

export function repeatableIds(count: number): ReadonlySet<string> {
  return new Set(Array.from({ length: count }, (_, at) => repeatableId(at)));
}

function repeatableId(at: number): string {
  return `e-${at}`;
}
