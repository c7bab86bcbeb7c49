import type { Metrics, Reading } from '@tongban/telemetry';
import { expect, it } from 'vitest';
import type { ProcessorHandle, ProcessorStatus } from './processor-handle.ts';
import { observeProcessors } from './processor-metrics.ts';

it('tells lag and parked events of each processor, asking each once for all gauges', async () => {
  let asked = 0;
  const handleOf = (name: string, lagEvents: number, lagSeconds: number, parkedEvents: number) =>
    ({
      async status() {
        asked += 1;
        return { name, lagEvents, lagSeconds, parkedEvents } as ProcessorStatus;
      },
    }) as ProcessorHandle;
  const gauges = new Map<string, () => readonly Reading[] | Promise<readonly Reading[]>>();
  const metrics = {
    observe: (name: string, _options: object, read: () => readonly Reading[]) => gauges.set(name, read),
  } as unknown as Metrics;
  const handles = [handleOf('flows', 7, 1.5, 0), handleOf('reads', 0, 0, 3)];
  observeProcessors(metrics, () => handles);
  const read = async (name: string) =>
    (await gauges.get(name)?.())?.map(({ value, labels }) => [labels?.processor, value]);
  const [events, seconds, parked] = await Promise.all([
    read('tongban_consumer_lag_events'),
    read('tongban_consumer_lag_seconds'),
    read('tongban_parked_events'),
  ]);
  expect(events).toEqual([
    ['flows', 7],
    ['reads', 0],
  ]);
  expect(seconds?.[0]).toEqual(['flows', 1.5]);
  expect(parked?.[1]).toEqual(['reads', 3]);
  expect(asked).toBe(2);
});
