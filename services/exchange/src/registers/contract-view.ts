import type { ContractCatalogue } from '@tongban/contracts';
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
  const { store, baseline } = options;
  const projection = liveProjection<ContractCatalogue>({
    ...options,
    name: 'contracts',
    filter: { types: ['platform.contract-registered.v1'] },
    initialState: () => baseline,
    evolve: (catalogue) => catalogue,
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
