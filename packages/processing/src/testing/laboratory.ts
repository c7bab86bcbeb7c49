import { type EventStore, inMemoryEventStore, type StreamName, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import type { Clock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import type { ProcessorOptions } from '../processor-handle.ts';
import { hastyClock } from './clocks.ts';
import type { Journal, OpenedProcessing } from './journal.ts';

/** An event store and a processing store for one test. */
export interface Laboratory<Tx> extends ProcessorOptions<Tx> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly journal: Journal<Tx>;
  /** Records one event of a case; answers its position. */
  record(caseName: string, different?: Partial<Parameters<typeof sampleEvent>[0]>): Promise<number>;
}

export const startMs: number = Date.parse('2025-03-03T09:00:00+08:00');

/** Runs a test in a laboratory of its own and releases it. */
export async function withLaboratory<Tx>(
  open: () => Promise<OpenedProcessing<Tx>>,
  test: (laboratory: Laboratory<Tx>) => Promise<void>,
  clock: Clock = hastyClock(startMs),
): Promise<void> {
  const opened = await open();
  const store = inMemoryEventStore({ clock });
  let recorded = 0;
  const record: Laboratory<Tx>['record'] = async (caseName, different = {}) => {
    const event = sampleEvent({ id: `e-${++recorded}`, subject: caseName, ...different });
    const [outcome] = await store.append(caseStream(caseName), 'any', [event]);
    return outcome?.position ?? 0;
  };
  try {
    const { processing, journal } = opened;
    await test({ store, processing, journal, clock, logger: silentLogger, record });
  } finally {
    await store.close();
    await opened.close();
  }
}

export function caseStream(caseName: string): StreamName {
  return streamName('tax', 'case', caseName);
}
