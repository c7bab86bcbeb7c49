import { randomFillSync } from 'node:crypto';
import type { EventStore, RecordedEvent } from '@tongban/event-store';
import { systemClock, uuidV7 } from '@tongban/kernel';
import { type KurrentEventStoreOptions, openKurrentEventStore } from '../index.ts';

/** Opens a store on a server as production does. */
export function openStore(url: string, options: Partial<KurrentEventStoreOptions> = {}): Promise<EventStore> {
  const ids = uuidV7({ now: () => Date.now(), random: (target) => randomFillSync(target) });
  return openKurrentEventStore({ url, clock: systemClock, ids, ...options });
}

/** A namespace that nobody used before, for servers that keep what tests leave behind. */
export function newNamespace(): string {
  return `test${randomFillSync(Buffer.alloc(8)).toString('hex')}`;
}

/** Everything recorded, page by page. */
export async function readEverything(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = 0; ; ) {
    const page = await store.readAll({ after });
    events.push(...page.events);
    after = page.next;
    if (page.atEnd) return events;
  }
}
