#!/usr/bin/env node
import { runMain, serve, trustedIssuers } from '@tongban/engines';
import type { ServiceDefinition } from '@tongban/service';
import { exchangeService } from './service.ts';
import { settings } from './settings.ts';

await runMain({
  name: 'exchange',
  settings,
  start: (config, given) =>
    serve({
      settings: config,
      engines: config,
      compose: () => ({
        services: [exchangeService as ServiceDefinition],
        config: { exchange: config.exchange },
        issuers: trustedIssuers(config),
      }),
      ...given,
    }),
});
