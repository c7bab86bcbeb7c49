#!/usr/bin/env node
import { join } from 'node:path';
import { runMain, serve } from '@tongban/engines';
import type { ServiceDefinition } from '@tongban/service';
import { clientCredentialTokens } from './client-credential-tokens.ts';
import { departmentsService } from './service.ts';
import { settings } from './settings.ts';
import { trialTokens } from './trial-tokens.ts';

await runMain({
  name: 'departments',
  settings,
  start(config, { clock, logger }) {
    const { exchangeUrl, tokenUrl, clientSecret, ...city } = config.departments;
    const token =
      clientSecret === undefined
        ? trialTokens(tokenUrl, clock)
        : clientCredentialTokens(tokenUrl, clientSecret, clock);
    return serve({
      settings: config,
      engines: { data: config.data },
      compose: () => ({
        services: [departmentsService({ token, exchangeUrl }) as ServiceDefinition],
        config: { departments: { ...city, folder: join(config.data, 'departments') } },
        issuers: [],
      }),
      clock,
      logger,
    });
  },
});
