#!/usr/bin/env node
import { runMain, serve, trustedIssuers } from '@tongban/engines';
import type { ServiceDefinition } from '@tongban/service';
import { exchangeService } from './service.ts';
import { settings } from './settings.ts';

await runMain({
  name: 'exchange',
  settings,
  async start(config, given) {
    const issuers = trustedIssuers(config);
    const services = [exchangeService as ServiceDefinition];
    return serve({
      settings: config,
      engines: config,
      compose: () => ({ services, config: { exchange: config.exchange }, issuers }),
      ...given,
    });
  },
});
