#!/usr/bin/env node
import { join } from 'node:path';
import { runMain, serve, servingConfig } from '@tongban/engines';
import type { ServiceDefinition } from '@tongban/service';
import { z } from 'zod';
import { departmentsService } from './service.ts';
import { trialTokens } from './trial-tokens.ts';

await runMain({
  name: 'departments',
  settings: z.object({
    ...servingConfig.shape,
    departments: z
      .object({
        /** Where the exchange is. */
        exchangeUrl: z.url().default('http://127.0.0.1:8080'),
        /** Where tokens of the trial issuer are asked for. */
        tokenUrl: z.url().default('http://127.0.0.1:8080/identity/token'),
        seed: z.int().min(0).default(20_260_701),
        enterprises: z.int().min(0).max(100_000).default(30),
        everySeconds: z.int().min(0).max(86_400).default(15),
      })
      .prefault({}),
  }),
  start(config, { clock, logger }) {
    const { exchangeUrl, tokenUrl, ...city } = config.departments;
    const departments = departmentsService({ token: trialTokens(tokenUrl, clock), exchangeUrl });
    return serve({
      settings: config,
      engines: { data: config.data },
      compose: () => ({
        services: [departments as ServiceDefinition],
        config: { departments: { ...city, folder: join(config.data, 'departments') } },
        issuers: [],
      }),
      clock,
      logger,
    });
  },
});
