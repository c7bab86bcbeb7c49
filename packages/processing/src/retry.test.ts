import { storeErrors } from '@tongban/event-store';
import { expect, it } from 'vitest';
import { rebuildProgress } from './rebuild-progress.ts';
import { delayAfter, retryPolicy } from './retry.ts';

it('waits twice as long after each failure, up to a limit', () => {
  const policy = retryPolicy({ delayMs: 100, delayMsMax: 1_000 });
  expect([1, 2, 3, 4, 5, 500].map((failures) => delayAfter(policy, failures))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
});

it('takes for an outage what is retryable and nobody asked wrongly for', () => {
  const { isOutage } = retryPolicy();
  expect(isOutage(storeErrors.error('E_STORE_UNAVAILABLE'))).toBe(true);
  expect(isOutage(storeErrors.error('E_STORE_FULL'))).toBe(true);
  expect(isOutage(storeErrors.error('E_STORE_REVISION_CONFLICT'))).toBe(false);
  expect(isOutage(new Error('bug'))).toBe(false);
});

it('estimates the time left of a rebuild from the positions that this run passed', () => {
  const at = { start: 100, position: 300, head: 700, events: 50 };
  expect(rebuildProgress({ ...at, elapsedMs: 2_000 })).toMatchObject({
    positionsPerSecond: 100,
    secondsLeft: 4,
  });
  expect(rebuildProgress({ ...at, elapsedMs: 0 }).secondsLeft).toBeUndefined();
  expect(rebuildProgress({ ...at, position: 700, elapsedMs: 0 }).secondsLeft).toBe(0);
});
