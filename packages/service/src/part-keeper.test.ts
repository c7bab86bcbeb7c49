import { silentLogger } from '@tongban/telemetry';
import { simulatedClock } from '@tongban/testing';
import { expect, test } from 'vitest';
import { createPartKeeper } from './part-keeper.ts';
import type { ServicePart } from './service-part.ts';

const clock = simulatedClock({ startMs: 0 });
const part = (name: string, stop: () => Promise<void>): ServicePart => ({
  name,
  status: () => ({ state: 'running' }),
  stop,
});

test('stops the last first, each after the one before has come to rest', async () => {
  const happened: string[] = [];
  const slow = (name: string): ServicePart =>
    part(name, async () => {
      happened.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      happened.push(`${name} rests`);
    });
  const keeper = createPartKeeper(clock, silentLogger);
  keeper.keep('one', slow('a'));
  keeper.keep('two', slow('b'));
  expect(await keeper.stopAll(1_000)).toEqual([]);
  expect(happened).toEqual(['b begins', 'b rests', 'a begins', 'a rests']);
  expect(keeper.parts()).toEqual([]);
});

test('a part that begins while others stop is stopped too', async () => {
  const stopped: string[] = [];
  const keeper = createPartKeeper(clock, silentLogger);
  const late = part('late', async () => void stopped.push('late'));
  keeper.keep(
    'one',
    part('early', async () => {
      keeper.keep('one', late);
      stopped.push('early');
    }),
  );
  await keeper.stopAll(1_000);
  expect(stopped).toEqual(['early', 'late']);
});

test('a part that throws instead of rejecting holds up nobody', async () => {
  const stopped: string[] = [];
  const keeper = createPartKeeper(clock, silentLogger);
  keeper.keep(
    'one',
    part('first', async () => void stopped.push('first')),
  );
  keeper.keep(
    'one',
    part('throws', () => {
      throw new Error('at once');
    }),
  );
  expect((await keeper.stopAll(1_000)).map(({ part: { name } }) => name)).toEqual(['throws']);
  expect(stopped).toEqual(['first']);
});

test('the grace is for all together: who comes after a stuck one is asked to stop, and not waited for', async () => {
  const asked: string[] = [];
  const keeper = createPartKeeper(clock, silentLogger);
  for (const name of ['c', 'b', 'a']) {
    keeper.keep(
      'one',
      part(name, () => {
        asked.push(name);
        return new Promise(() => {});
      }),
    );
  }
  const stopping = keeper.stopAll(1_000);
  await clock.runUntilIdle();
  expect((await stopping).map(({ part: { name } }) => name)).toEqual(['a', 'b', 'c']);
  expect([asked, clock.now()]).toEqual([['a', 'b', 'c'], 1_000]);
  expect(clock.pending).toBe(0);
});
