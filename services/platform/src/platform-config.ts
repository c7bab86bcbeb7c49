import { busConfig, servingConfig, storeConfig, viewsConfig } from '@tongban/engines';
import { exchangeConfig } from '@tongban/service-exchange';
import { z } from 'zod';

/** The configuration of the platform in one process: every value has a default that is right for one machine. */
export const platformConfig = z.object({
  ...servingConfig.shape,
  store: storeConfig,
  views: viewsConfig,
  bus: busConfig,
  exchange: exchangeConfig,
  city: z
    .object({
      /** The seed of the sample city. */
      seed: z.int().min(0).default(20_260_701),
      /** Enterprises that are there at the first start. */
      enterprises: z.int().min(0).max(100_000).default(30),
      /** A further enterprise is registered so often, in seconds; 0: never. */
      everySeconds: z.int().min(0).max(86_400).default(15),
      /** No sample city and no reference department systems. */
      empty: z.boolean().default(false),
    })
    .prefault({}),
});

export type PlatformConfig = z.output<typeof platformConfig>;
