import {
  type ContractCatalogue,
  type RefusedVersion,
  type RegisteredContract,
  withRegistered,
} from '@tongban/contracts';
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
      const { catalogue: next, refused } = withRegistered(catalogue, registered);
      if (refused)
        logger.warn(factsOf(refused), 'A registered contract is refused; events under it are not accepted.');
      return next;
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
