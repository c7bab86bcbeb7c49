import { inMemoryEventStore } from '@tongban/event-store';
import { systemClock } from '@tongban/kernel';
import { inProcessBus } from './in-process-bus.ts';
import { eventBusContract } from './testing.ts';

eventBusContract('in-process bus', async () => {
  const store = inMemoryEventStore({ clock: systemClock });
  const bus = inProcessBus(store);
  return {
    bus,
    publish: async (stream, events) => {
      await store.append(stream, 'any', events);
    },
    close: async () => {
      await bus.close();
      await store.close();
    },
  };
});
