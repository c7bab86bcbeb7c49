import { expect, it } from 'vitest';
import { allRecorded } from './all-recorded.ts';

it('waits for what was recorded before, and for nothing else', async () => {
  const asked: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const whenProcessed = (position: number): Promise<void> => {
    asked.push(position);
    return promise;
  };
  let isThere = false;
  const waiting = allRecorded({ head: async () => 42 }, { whenProcessed })().then(() => {
    isThere = true;
  });
  await new Promise(setImmediate);
  expect([asked, isThere]).toEqual([[42], false]);
  resolve();
  await waiting;
});

it('gives up on a view that lags, has stopped or whose store does not answer', async () => {
  const lagging = (_: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const stopped = async (): Promise<void> => {
    throw new Error('stopped');
  };
  const away = async (): Promise<number> => {
    throw new Error('no store');
  };
  await allRecorded({ head: async () => 1 }, { whenProcessed: lagging })();
  await allRecorded({ head: async () => 1 }, { whenProcessed: stopped })();
  await allRecorded({ head: away }, { whenProcessed: async () => {} })();
});
