import { servingConfig } from '@tongban/engines';
import { z } from 'zod';

/** The settings of the trial issuer as a process of its own. */
export const settings = z.object({
  ...servingConfig.shape,
  issuer: z
    .object({
      /** The address under which tokens are asked for and verified; default where it listens. */
      origin: z.url().optional(),
      /** Departments that may be named. */
      departments: z
        .array(z.string().min(1))
        .default([
          'market-regulation',
          'tax',
          'courts',
          'customs',
          'utilities',
          'property-registry',
          'vehicle-administration',
          'platform',
        ]),
    })
    .prefault({}),
});
