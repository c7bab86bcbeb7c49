import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { openSqliteEventStore } from '../index.ts';

/**
 * Opens stores in the folder that is the first argument, writes to each until its thread is about to be ready, and closes
 * it. Nothing else keeps this process alive. It says in the end how many were closed.
 */
const [, , folder = ''] = process.argv;
const stores = 5;
for (let nth = 0; nth < stores; nth++) {
  const place = join(folder, String(nth));
  mkdirSync(place);
  const path = join(place, 'events.db');
  const store = await openSqliteEventStore({ path, clock: systemClock, threadEventsMin: 2 });
  for (let at = 0; at < 150; at++) {
    const events = Array.from({ length: (at % 3) + 1 }, (_, of) => sampleEvent({ id: `${at}-${of}` }));
    await store.append(streamName('tax', 'taxpayer', '1'), 'any', events);
  }
  await store.close();
}
console.log(stores);
