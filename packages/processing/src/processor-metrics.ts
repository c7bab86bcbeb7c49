import type { Metrics, Reading } from '@tongban/telemetry';
import type { ProcessorHandle, ProcessorStatus } from './processor-handle.ts';

/** Tells, whenever somebody asks, how far each processor is behind and what it has parked. */
export function observeProcessors(metrics: Metrics, handles: () => readonly ProcessorHandle[]): void {
  let asked: Promise<readonly ProcessorStatus[]> | undefined;
  // The gauges are read together: one question answers all of them.
  const statuses = (): Promise<readonly ProcessorStatus[]> => {
    asked ??= Promise.all(handles().map((handle) => handle.status())).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  const gauge = (
    name: string,
    description: string,
    unit: string,
    read: (status: ProcessorStatus) => number,
  ): void => {
    metrics.observe(name, { description, unit }, async () =>
      (await statuses()).map((status): Reading => {
        return { value: read(status), labels: { processor: status.name } };
      }),
    );
  };
  gauge(
    'tongban_consumer_lag_events',
    'Positions that a processor has not looked at yet.',
    '{event}',
    ({ lagEvents }) => lagEvents,
  );
  gauge(
    'tongban_consumer_lag_seconds',
    'Age of the oldest event that a processor has not looked at yet.',
    's',
    ({ lagSeconds }) => lagSeconds,
  );
  gauge(
    'tongban_parked_events',
    'Events set aside by a processor, with those that wait behind them.',
    '{event}',
    ({ parkedEvents }) => parkedEvents,
  );
}
