import { type EventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';

/** Appends events to a store at a steady rate until it is told to stop. */
export interface SteadyPublisher {
  /** Ids of everything that the store has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  stop(): Promise<void>;
}

const streams = 30;
const perTick = 10;
const tickMs = 20;

export function publishSteadily(store: EventStore, word: string): SteadyPublisher {
  const acknowledged = new Set<string>();
  let isStopping = false;
  const publish = async (): Promise<void> => {
    for (let at = 0; !isStopping; ) {
      const appends = Array.from({ length: perTick }, () => {
        const id = `${word}-${at}`;
        const owner = at % 2 === 0 ? 'tax' : 'customs';
        const stream = streamName(owner, 'taxpayer', String(at % streams));
        at += 1;
        const event = sampleEvent({
          id,
          type: `${owner}.clearance-issued.v1`,
          data: { note: 'x'.repeat(400) },
        });
        return store.append(stream, 'any', [event]).then(() => acknowledged.add(id));
      });
      await Promise.all(appends);
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
  };
  const publishing = publish();
  return {
    acknowledged,
    async stop() {
      isStopping = true;
      await publishing;
    },
  };
}
