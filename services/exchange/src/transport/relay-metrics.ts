import type { Relay, RelayStatus } from '@tongban/event-bus';
import type { Metrics } from '@tongban/telemetry';

/** Tells, whenever somebody asks, how far what is carried is behind the store; nothing where another process carries it. */
export function observeRelay(metrics: Metrics, relay: () => Relay | undefined): void {
  const gauge = (
    name: string,
    description: string,
    unit: string,
    read: (status: RelayStatus) => number,
  ): void => {
    metrics.observe(name, { description, unit }, async () => {
      const status = await relay()?.status();
      return status === undefined ? [] : [{ value: read(status) }];
    });
  };
  gauge(
    'tongban_relay_lag_events',
    'Events that are in the store and not yet on the bus.',
    '{event}',
    ({ lagEvents }) => lagEvents,
  );
  gauge(
    'tongban_relay_lag_seconds',
    'Age of the oldest event that is not yet on the bus.',
    's',
    ({ lagSeconds }) => lagSeconds,
  );
}
