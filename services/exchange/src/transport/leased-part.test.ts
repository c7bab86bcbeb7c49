import { systemClock } from '@tongban/kernel';
import { inMemoryProcessingStore } from '@tongban/processing/testing';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { expect, it } from 'vitest';
import { leasedPart } from './leased-part.ts';

it('runs in one of two processes, and in the other when that one stops', async () => {
  const processing = inMemoryProcessingStore();
  const happened: string[] = [];
  const partOf = (holder: string) =>
    leasedPart({
      processing,
      clock: systemClock,
      logger: silentLogger,
      name: 'relay',
      holder,
      begin({ token }) {
        happened.push(`${holder} begins under ${token}`);
        return {
          name: 'relay',
          status: () => ({ state: 'running' }),
          stop: async () => void happened.push(`${holder} ends`),
        };
      },
    });
  const first = partOf('first');
  await waitFor(() => happened.length === 1, { describe: 'the first has it' });
  const second = partOf('second');
  expect([await first.status(), await second.status()]).toEqual([{ state: 'running' }, { state: 'standby' }]);
  await first.stop();
  await waitFor(() => happened.length === 3, { describe: 'the second has it', timeoutMs: 10_000 });
  expect((await second.status()).state).toBe('running');
  await second.stop();
  expect(happened).toEqual(['first begins under 1', 'first ends', 'second begins under 2', 'second ends']);
});
