import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { silentLogger } from '@tongban/telemetry';
import { simulatedClock } from '@tongban/testing';
import { expect, it } from 'vitest';
import { openTail } from './tail.ts';

const clock = simulatedClock({ startMs: 0 });
const append = (store: EventStore, id: string) =>
  store.append(streamName('tax', 'case', '1'), 'any', [sampleEvent({ id })]);
const never = new AbortController().signal;

it('tells whoever waits, and nobody else', async () => {
  const store = inMemoryEventStore({ clock });
  await append(store, 'a');
  const tail = await openTail({ store, clock, logger: silentLogger });
  expect(await tail.recordedAfter(0, never)).toBe(true);
  const impatient = new AbortController();
  const waiting = [tail.recordedAfter(1, never), tail.recordedAfter(5, impatient.signal)];
  await append(store, 'b');
  expect(await waiting[0]).toBe(true);
  impatient.abort();
  expect(await waiting[1]).toBe(false);
  await tail.stop();
  expect(tail.status()).toEqual({ state: 'stopped' });
});

it('listens again where the store drops the subscription', async () => {
  const store = inMemoryEventStore({ clock });
  let drops = 3;
  const dropping: EventStore = {
    ...store,
    head: () => store.head(),
    async *subscribe(options) {
      if (drops-- > 0) throw new Error('connection lost');
      yield* store.subscribe(options);
    },
  };
  const tail = await openTail({ store: dropping, clock, logger: silentLogger });
  const waiting = tail.recordedAfter(0, never);
  await append(store, 'a');
  await clock.runUntilIdle();
  expect(await waiting).toBe(true);
  expect(drops).toBeLessThan(0);
  await tail.stop();
});
