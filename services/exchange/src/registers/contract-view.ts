import {
  type ContractCatalogue,
  checkProposal,
  type Proposal,
  type RefusedVersion,
  refusedVersion,
} from '@tongban/contracts';
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
      const { contracts, problems, isReleased } = checkProposal({ catalogue, proposal });
      // A version that the folder has taken over has the terms that the folder says.
      if (contracts.length > 0) return isReleased ? catalogue : catalogue.with(...contracts);
      // It was sound when it was registered: the folder, or the profile, has changed under it.
      const refused = refusedVersion(proposal, problems);
      logger.warn(factsOf(refused), 'A registered contract is refused; events under it are not accepted.');
      return catalogue.withRefused(refused);
    },
  });
  return {
    name: projection.name,
    status() {
      const status = projection.status();
      const open = status.failure === undefined ? withoutSuccessor(projection.state()) : [];
      return open.length === 0 ? status : { ...status, remark: remarkOn(open) };
    },
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    current: async () => projection.caughtUpTo(await store.head()),
    now: () => projection.state(),
  };
}

function factsOf({ type, version, problems }: RefusedVersion): Readonly<Record<string, unknown>> {
  return { type, version, problems: problems.map(({ file, pointer, rule }) => `${file}#${pointer} ${rule}`) };
}

/** Refused versions after which nothing came that is in force: somebody has to see to them. */
function withoutSuccessor({ refused, majors }: ContractCatalogue): readonly RefusedVersion[] {
  return refused.filter(({ owner, name, major, minor }) => {
    const inForce = majors(owner, name).flatMap(({ versions }) => versions);
    return !inForce.some((one) => one.major > major || (one.major === major && one.minor > minor));
  });
}

function remarkOn(refused: readonly RefusedVersion[]): string {
  const versions = refused.map(({ type, version }) => `${type} ${version}`).join(', ');
  return `registered and refused by the contract profile: ${versions}; their owners register the next version, see GET /v1/contracts`;
}

function proposalOf({ contract, version, terms, schema, upcaster }: Registered): Proposal {
  const [owner = '', name = ''] = contract.split('.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { owner, name, major, minor, terms, schema, ...(upcaster === undefined ? {} : { upcaster }) };
}
