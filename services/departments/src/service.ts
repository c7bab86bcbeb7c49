import { defineService, type ServiceDefinition } from '@tongban/service';
import { z } from 'zod';
import { departmentNames } from './department-systems.ts';
import { type CityOptions, runCity } from './run-city.ts';

export { departmentNames };

const config = z.object({
  /** Where the systems keep what is theirs: cursors, signing keys, and how far the city is. */
  folder: z.string().min(1),
  seed: z.int().min(0),
  enterprises: z.int().min(0).max(100_000),
  everySeconds: z.int().min(0).max(86_400),
});

export type DepartmentsConfig = z.output<typeof config>;

/** The reference department systems and the life of the sample city. They use the platform as anyone does: by HTTP. */
export function departmentsService({
  token,
  exchangeUrl,
}: Pick<CityOptions, 'token'> & {
  /** Default: the process itself, which has the exchange too. */
  readonly exchangeUrl?: string;
}): ServiceDefinition<DepartmentsConfig> {
  return defineService({
    name: 'departments',
    config,
    async start({ config: city, contracts, clock, random, logger, listening, keep }) {
      const ending = new AbortController();
      const { signal } = ending;
      const run = async (): Promise<void> => {
        const baseUrl = exchangeUrl ?? (await listening);
        if (!signal.aborted)
          await runCity({ ...city, baseUrl, token, contracts, clock, random, logger, signal });
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
