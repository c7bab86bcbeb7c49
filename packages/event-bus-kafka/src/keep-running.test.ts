import { silentLogger } from '@tongban/telemetry';
import { simulatedClock, waitFor } from '@tongban/testing';
import { expect, it } from 'vitest';
import { kafkaErrors } from './errors.ts';
import { keepRunning } from './keep-running.ts';

it('begins again after longer and longer rests, until it comes further', async () => {
  const simulated = simulatedClock({ startMs: 0 });
  const rests: number[] = [];
  const clock = {
    ...simulated,
    after: (delayMs: number, fire: () => void) => {
      rests.push(delayMs);
      return simulated.after(delayMs, fire);
    },
  };
  let begun = 0;
  const work = keepRunning({
    name: 'work',
    clock,
    logger: silentLogger,
    run: async (_, progressed) => {
      begun += 1;
      if (begun === 8) progressed();
      throw kafkaErrors.error('E_BUS_UNAVAILABLE');
    },
  });
  await waitFor(() => rests.length > 0, { describe: 'it rests' });
  expect(work.state()).toMatchObject({ state: 'waiting', lastFailure: { code: 'E_BUS_UNAVAILABLE' } });
  while (rests.length < 8) await simulated.advance(5_000);
  expect(rests.slice(0, 8)).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 200]);
  await work.stop();
  expect(work.state().state).toBe('stopped');
});

it('does not wait for ever for work that does not end', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const forEver = (): Promise<void> => new Promise(() => {});
  const work = keepRunning({ name: 'work', clock, logger: silentLogger, run: forEver });
  const stopped = work.stop();
  await clock.advance(3_000);
  await stopped;
  expect(work.state()).toEqual({ state: 'stopped' });
});
