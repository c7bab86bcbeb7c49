import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { silentLogger } from '@tongban/telemetry';
import { expect, it } from 'vitest';
import { type LiveProjection, liveProjection } from './live-projection.ts';
import { hastyClock } from './testing/clocks.ts';

const clock = hastyClock(0);
const stream = streamName('tax', 'case', '1');

function projectionOver(store: EventStore): LiveProjection<string[]> {
  return liveProjection<string[]>({
    ...{ name: 'ids', store, clock, logger: silentLogger },
    filter: { types: ['tax.clearance-issued.v1'] },
    initialState: () => [],
    evolve: (ids, { id }) => {
      if (id === 'bad') throw new Error('cannot be applied');
      return [...ids, id];
    },
  });
}

const append = async (store: EventStore, id: string, type = 'tax.clearance-issued.v1'): Promise<number> =>
  (await store.append(stream, 'any', [sampleEvent({ id, type })]))[0]?.position ?? 0;

it('has everything up to a position when it says so, also what it does not want', async () => {
  const store = inMemoryEventStore({ clock });
  await append(store, 'a');
  const projection = projectionOver(store);
  expect(await projection.caughtUpTo(await append(store, 'b'))).toEqual(['a', 'b']);
  expect(await projection.caughtUpTo(await append(store, 'c', 'tax.other.v1'))).toEqual(['a', 'b']);
  expect(projection.position).toBe(3);
  await projection.stop();
  await expect(projection.caughtUpTo(4)).rejects.toMatchObject({ code: 'E_PROCESSING_STOPPED' });
  expect(projection.state()).toEqual(['a', 'b']);
});

it('takes the subscription up again as often as it drops, also while catching up, and applies nothing twice', async () => {
  const memory = inMemoryEventStore({ clock });
  for (let n = 0; n < 1_200; n++) await append(memory, `e-${n}`);
  let drops = 0;
  const store: EventStore = {
    ...memory,
    async *subscribe(options) {
      // Hands over again the last ten events, and drops after each message four times.
      for await (const message of memory.subscribe({ ...options, after: Math.max(0, options.after - 10) })) {
        yield message;
        if (drops++ < 4) throw new Error('connection lost');
      }
    },
  };
  const projection = projectionOver(store);
  const ids = await projection.caughtUpTo(await append(memory, 'last'));
  expect(ids).toHaveLength(1_201);
  expect(new Set(ids).size).toBe(1_201);
  await projection.stop();
});

it('has the store filter history, and goes on by subscription where that fails', async () => {
  const memory = inMemoryEventStore({ clock });
  for (let n = 0; n < 2_500; n++) await append(memory, `e-${n}`, n % 100 === 0 ? undefined : 'tax.other.v1');
  let handed = 0;
  const store: EventStore = {
    ...memory,
    async readAll(read) {
      if (read.after > 0) throw new Error('connection lost');
      const page = await memory.readAll(read);
      handed += page.events.length;
      return page;
    },
  };
  const projection = projectionOver(store);
  expect(await projection.caughtUpTo(2_500)).toHaveLength(25);
  expect(handed).toBeLessThanOrEqual(25);
  await projection.stop();
});

it('refuses to answer once an event could not be applied', async () => {
  const store = inMemoryEventStore({ clock });
  const projection = projectionOver(store);
  await projection.caughtUpTo(await append(store, 'a'));
  expect(projection.status()).toMatchObject({ failure: undefined, position: 1 });
  const position = await append(store, 'bad');
  await expect(projection.caughtUpTo(position)).rejects.toMatchObject({
    code: 'E_PROJECTION_UNHEALTHY',
    facts: { projection: 'ids', position },
  });
  expect(projection.status()).toMatchObject({ failure: { code: 'E_PROJECTION_UNHEALTHY' } });
  expect(() => projection.state()).toThrow('E_PROJECTION_UNHEALTHY');
  await projection.stop();
});
