#!/usr/bin/env node
import { join } from 'node:path';
import { runMain, serve, servingConfig } from '@tongban/engines';
import { z } from 'zod';
import { openTrialIssuer, trialIssuerService } from './service.ts';

const settings = z.object({
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

await runMain({
  name: 'trial-issuer',
  settings,
  start: (config, given) =>
    serve({
      settings: config,
      engines: { data: config.data },
      async compose({ clock, ids }) {
        const { departments, origin } = config.issuer;
        const issuer = await openTrialIssuer({
          folder: join(config.data, 'identity'),
          departments,
          clock,
          ids,
          ...(origin === undefined ? {} : { origin }),
        });
        return { services: [trialIssuerService(issuer, config.listen.host)], config: {}, issuers: [] };
      },
      ...given,
    }),
});
