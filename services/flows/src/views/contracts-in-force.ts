import { type ContractCatalogue, type RegisteredContract, withRegistered } from '@tongban/contracts';
import type { Logger } from '@tongban/telemetry';

export interface Registration {
  readonly position: number;
  readonly contract: RegisteredContract;
}

/**
 * The contracts in force: those of the folder, and what was registered at run time since, as far as the view has it. Each
 * call reads what came after the one before.
 */
export function contractsInForce(options: {
  readonly baseline: ContractCatalogue;
  /** Registrations after a position, in their order. */
  readonly registeredAfter: (position: number) => Promise<readonly Registration[]>;
  readonly logger: Logger;
}): () => Promise<ContractCatalogue> {
  const { registeredAfter, logger } = options;
  let position = 0;
  let catalogue = options.baseline;
  return async () => {
    for (const registration of await registeredAfter(position)) {
      const { contract } = registration;
      // Whoever asked at the same time may have taken it in already.
      if (registration.position <= position) continue;
      const next = withRegistered(catalogue, contract);
      if (next.refused) {
        const { type, version } = next.refused;
        logger.warn(
          { type, version },
          'A registered contract is refused; its events are told by their type.',
        );
      }
      position = registration.position;
      catalogue = next.catalogue;
    }
    return catalogue;
  };
}
