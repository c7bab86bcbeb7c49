import { join } from 'node:path';
import { createClient } from '@tongban/client';
import type { ContractCatalogue } from '@tongban/contracts';
import { type Clock, type RandomBytes, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { cityEvents } from './city-events.ts';
import { runCityLife } from './city-life.ts';
import type { DepartmentSystem } from './department-system.ts';
import { authority, departmentSystems } from './department-systems.ts';
import { type AnyClient, runDepartmentSystem } from './run-department-system.ts';
import { agreeOnSharing } from './sharing-agreements.ts';
import { departmentSigner } from './signing-key.ts';

export interface CityOptions {
  /** Where the platform is. */
  readonly baseUrl: string;
  /** An access token for a department's system, or for the authority's operator. */
  readonly token: (request: {
    readonly department: string;
    readonly system: string;
    readonly role: 'department' | 'operator';
  }) => Promise<string>;
  /** Where the systems keep what is theirs. */
  readonly folder: string;
  readonly seed: number;
  /** Enterprises that are there at the first start. */
  readonly enterprises: number;
  /** A further one comes so often; 0: never. */
  readonly everySeconds: number;
  readonly contracts: ContractCatalogue;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Enterprises that are registered in the life of one data folder at most. */
const enterprisesMax = 100_000;

/** Until a part that failed begins again, milliseconds. */
const restartMs = 5_000;

type Participant = Pick<DepartmentSystem, 'department' | 'system' | 'signs'> & {
  readonly role: 'department' | 'operator';
};

/** Everybody who speaks to the platform: the systems, and the operator for the authority. */
const participants: readonly Participant[] = [
  ...departmentSystems.map((system) => ({ ...system, role: 'department' as const })),
  { department: authority, system: 'operations', role: 'operator' },
];

/** Runs the reference department systems and the life of the sample city until the signal aborts. */
export async function runCity(options: CityOptions): Promise<void> {
  const { folder, seed, enterprises, everySeconds, contracts, clock, logger, signal } = options;
  const clients = new Map<string, AnyClient>();
  for (const participant of participants)
    clients.set(participant.department, await connect(participant, options));
  const clientOf = (department: string): AnyClient => clients.get(department) as AnyClient;
  await agreeOnSharing({ systems: departmentSystems, contracts, clientOf, authority, clock });
  const systems = departmentSystems
    .filter(({ reactions }) => reactions.length > 0)
    .map((system, at) =>
      lasting(options, system.department, () =>
        runDepartmentSystem(system, {
          client: clientOf(system.department),
          cursorFile: join(folder, `${system.department}.cursor`),
          registerFile: join(folder, `${system.department}.register`),
          clock,
          logger,
          // A clerk takes a moment, each department another one: so that there is a waiting to see.
          handlingMs: () => 100 + at * 150,
          signal,
        }),
      ),
    );
  const life = lasting(options, 'city life', () =>
    runCityLife({
      clientOf,
      eventsOf: (index, on) => cityEvents(seed, index, on),
      enterprisesMax,
      atFirst: enterprises,
      everyMs: everySeconds * 1_000,
      stateFile: join(folder, 'market-regulation.json'),
      clock,
      logger,
      signal,
    }),
  );
  await Promise.all([...systems, life]);
}

/** Begins work again that failed, until the signal aborts: a full disk, say, is full for a while only. */
async function lasting(
  { clock, logger, signal }: CityOptions,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw error;
      logger.error({ name, error }, 'A part of the sample city failed and begins again.');
      await sleep(clock, restartMs, signal);
    }
  }
}

async function connect(
  { department, system, role, signs }: Participant,
  options: CityOptions,
): Promise<AnyClient> {
  const { baseUrl, folder, clock, random, signal, logger } = options;
  const token = (): Promise<string> => options.token({ department, system, role });
  const keyFile = join(folder, `${department}.key.pem`);
  const signing = signs && { signer: await departmentSigner({ department, keyFile, baseUrl, token }) };
  return createClient({ baseUrl, department, system, token, ...signing, clock, random, signal, logger });
}
