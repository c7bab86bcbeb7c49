import { systemClock } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { inMemoryEventStore } from './in-memory-event-store.ts';
import { taxpayer } from './testing/with-store.ts';
import { sampleEvent } from './testing.ts';

it('tells a live reader how far it is where the filter leaves much out', async () => {
  const store = inMemoryEventStore({ clock: systemClock });
  const control = new AbortController();
  const subscription = { after: 0, filter: { types: ['tax.rare.v1'] }, signal: control.signal };
  const messages = store.subscribe(subscription)[Symbol.asyncIterator]();
  expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: 0 });
  const next = messages.next();
  for (let at = 0; at < 1_000; at++)
    await store.append(taxpayer('1'), 'any', [sampleEvent({ id: `common-${at}` })]);
  expect((await next).value).toEqual({ kind: 'caught-up', position: 1_000 });
  control.abort();
  expect((await messages.next()).done).toBe(true);
});

it('tells a reader who passes over how far it is, at once and without a message', async () => {
  const store = inMemoryEventStore({ clock: systemClock });
  const control = new AbortController();
  const passed: number[] = [];
  const passOver = {
    filter: { types: ['tax.rare.v1'] },
    passed: (position: number) => void passed.push(position),
  };
  const messages = store.subscribe({ after: 0, passOver, signal: control.signal })[Symbol.asyncIterator]();
  expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: 0 });
  const next = messages.next();
  await new Promise(setImmediate);
  for (const id of ['common-1', 'common-2']) {
    await store.append(taxpayer('1'), 'any', [sampleEvent({ id })]);
  }
  expect(passed).toEqual([1, 2]);
  await store.append(taxpayer('1'), 'any', [sampleEvent({ id: 'rare', type: 'tax.rare.v1' })]);
  expect((await next).value).toMatchObject({ kind: 'events', events: [{ id: 'rare' }], next: 3 });
  expect(passed).toEqual([1, 2]);
  expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: 3 });
  control.abort();
  expect((await messages.next()).done).toBe(true);
});
