import { type ContractCatalogue, type RegisteredContract, withRegistered } from '@tongban/contracts';
import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';

/** The contracts in force: those of the folder, and what departments registered since. */
export interface ContractView extends ServicePart {
  upTo(position: Position): Promise<ContractCatalogue>;
  current(): Promise<ContractCatalogue>;
  /** As far as it is: for what must answer at once and may miss a registration of this very moment. */
  now(): ContractCatalogue;
}

export function openContractView(options: {
  readonly store: EventStore;
  readonly baseline: ContractCatalogue;
  readonly clock: Clock;
  readonly logger: Logger;
}): ContractView {
  const { store, baseline, logger } = options;
  const projection = liveProjection<ContractCatalogue>({
    ...options,
    name: 'contracts',
    filter: { types: ['platform.contract-registered.v1'] },
    initialState: () => baseline,
    evolve(catalogue, { event }) {
      const registered = event.data as unknown as RegisteredContract;
      const { catalogue: next, fits, problems } = withRegistered(catalogue, registered);
      if (!fits) logger.error({ contract: event.subject, problems }, 'A registered contract no longer fits.');
      return next;
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    current: async () => projection.caughtUpTo(await store.head()),
    now: () => projection.state(),
  };
}
