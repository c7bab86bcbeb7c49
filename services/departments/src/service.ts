import { join } from 'node:path';
import { createClient } from '@tongban/client';
import { defineService, type ServiceDefinition } from '@tongban/service';
import { z } from 'zod';
import { runCityLife } from './city-life.ts';
import { authority, departmentNames, departmentSystems } from './department-systems.ts';
import { type AnyClient, runDepartmentSystem } from './run-department-system.ts';
import { sampleApplicant } from './sample-city/sample-applicants.ts';
import { agreeOnSharing } from './sharing-agreements.ts';

export { departmentNames };

const config = z.object({
  /** Where the systems keep what is theirs: cursors, and how far the counter is. */
  folder: z.string().min(1),
  seed: z.int().min(0),
  enterprises: z.int().min(0).max(100_000),
  everySeconds: z.int().min(0).max(86_400),
});

export type DepartmentsConfig = z.output<typeof config>;

export interface DepartmentsOptions {
  /** An access token for a department's system, or for the authority's operator. */
  readonly token: (request: {
    readonly department: string;
    readonly system: string;
    readonly role: 'department' | 'operator';
  }) => Promise<string>;
}

/** Enterprises that are registered in the life of one data folder at most. */
const applicantsMax = 100_000;

/** The reference department systems and the life of the sample city. They use the platform as anyone does: by HTTP. */
export function departmentsService({ token }: DepartmentsOptions): ServiceDefinition<DepartmentsConfig> {
  return defineService({
    name: 'departments',
    config,
    async start({
      config: { folder, seed, enterprises, everySeconds },
      contracts,
      clock,
      random,
      logger,
      listening,
      keep,
    }) {
      const ending = new AbortController();
      const { signal } = ending;

      const run = async (): Promise<void> => {
        const baseUrl = await listening;
        if (signal.aborted) return;
        const clients = new Map<string, AnyClient>();
        const clientOf = (department: string): AnyClient => {
          const known = clients.get(department);
          if (known) return known;
          const system =
            departmentSystems.find((one) => one.department === department)?.system ?? 'operations';
          const role = department === authority ? 'operator' : 'department';
          const client: AnyClient = createClient({
            baseUrl,
            department,
            system,
            token: () => token({ department, system, role }),
            clock,
            random,
            signal,
            logger,
          });
          clients.set(department, client);
          return client;
        };
        await agreeOnSharing({ systems: departmentSystems, contracts, clientOf, authority, clock });
        const systems = departmentSystems
          .filter(({ reactions }) => reactions.length > 0)
          .map((system, at) =>
            runDepartmentSystem(system, {
              client: clientOf(system.department),
              cursorFile: join(folder, `${system.department}.cursor`),
              clock,
              logger,
              // A clerk takes a moment, each department another one: so that there is a waiting to see.
              handlingMs: () => 100 + at * 150,
              signal,
            }),
          );
        const life = runCityLife({
          client: clientOf('market-regulation'),
          applicant: (index) => sampleApplicant(seed, index),
          applicantsMax,
          atFirst: enterprises,
          everyMs: everySeconds * 1_000,
          stateFile: join(folder, 'market-regulation.json'),
          clock,
          logger,
          signal,
        });
        await Promise.all([...systems, life]);
      };

      let state = 'running';
      const running = run().catch((error: unknown) => {
        if (signal.aborted) return;
        state = 'failed';
        logger.error({ error }, 'the sample city stopped');
      });
      keep({
        name: 'sample-city',
        status: () => ({ state }),
        async stop() {
          ending.abort();
          await running;
        },
      });
    },
  });
}
