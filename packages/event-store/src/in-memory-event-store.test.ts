import { systemClock } from '@tongban/kernel';
import { inMemoryEventStore } from './in-memory-event-store.ts';
import { eventStoreContract } from './testing.ts';

eventStoreContract('in-memory event store', async () => {
  const store = inMemoryEventStore({ clock: systemClock });
  return { store, close: () => store.close() };
});
