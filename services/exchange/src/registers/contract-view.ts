import { type ContractCatalogue, checkProposal, type Proposal } from '@tongban/contracts';
import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import type { DataOf } from '../domain/domain-event.ts';

/** The contracts in force: those of the folder, and what departments registered since. */
export interface ContractView extends ServicePart {
  upTo(position: Position): Promise<ContractCatalogue>;
  current(): Promise<ContractCatalogue>;
  /** As far as it is: for what must answer at once and may miss a registration of this very moment. */
  now(): ContractCatalogue;
}

type Registered = DataOf<'platform.contract-registered.v1'>;

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
      const proposal = proposalOf(event.data as unknown as Registered);
      const { contracts, problems } = checkProposal({ catalogue, proposal });
      // It was sound when it was registered: the folder, or the profile, has changed under it.
      if (contracts.length === 0)
        logger.error({ contract: event.subject, problems }, 'A registered contract no longer fits.');
      return catalogue.with(...contracts);
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

function proposalOf({ contract, version, terms, schema, upcaster }: Registered): Proposal {
  const [owner = '', name = ''] = contract.split('.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { owner, name, major, minor, terms, schema, ...(upcaster === undefined ? {} : { upcaster }) };
}
