import { type UnderLeaseOptions, underLease } from '@tongban/processing';
import type { PartStatus, ServicePart } from '@tongban/service';

export interface LeasedPartOptions<Tx>
  extends Pick<UnderLeaseOptions<Tx>, 'processing' | 'clock' | 'logger' | 'name' | 'holder'> {
  /** Begins the work; called each time that this process has taken the lease. */
  begin(lease: Parameters<UnderLeaseOptions<Tx>['work']>[0]): ServicePart;
}

/**
 * A part that one process at a time runs: here when this process has the lease, else on stand-by until the one that
 * has it stops or dies.
 */
export function leasedPart<Tx>({ begin, ...options }: LeasedPartOptions<Tx>): ServicePart {
  const stopping = new AbortController();
  let running: ServicePart | undefined;
  const ended = underLease({
    ...options,
    signal: stopping.signal,
    async work(lease, signal) {
      running = begin(lease);
      try {
        await aborted(signal);
      } finally {
        const part = running;
        running = undefined;
        await part.stop();
      }
    },
  });
  return {
    name: options.name,
    status: async (): Promise<PartStatus> => running?.status() ?? { state: 'standby' },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
