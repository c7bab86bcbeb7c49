import type { EventSource, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import type { DataOf } from '../domain/domain-event.ts';
import type { PersonKeys } from './person-keys.ts';

/** Sees to it that this process remembers no key that was destroyed, whichever process destroyed it. */
export interface ErasureWatch extends ServicePart {
  /** Resolves when every erasure recorded up to a position is known here. */
  upTo(position: Position): Promise<void>;
}

export function openErasureWatch(options: {
  readonly store: EventSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: Pick<PersonKeys, 'forget'>;
}): ErasureWatch {
  const projection = liveProjection<number>({
    ...options,
    name: 'erasure-watch',
    filter: { types: ['platform.personal-data-erased.v1'] },
    initialState: () => 0,
    evolve(erasures, { event }) {
      const { keyIds } = event.data as unknown as DataOf<'platform.personal-data-erased.v1'>;
      options.keys.forget(keyIds);
      return erasures + 1;
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: async (position) => void (await projection.caughtUpTo(position)),
  };
}
