#!/usr/bin/env node
import { runMain, serve, trustedIssuers } from '@tongban/engines';
import { flowsService } from './service.ts';
import { settings } from './settings.ts';

await runMain({
  name: 'flows',
  settings,
  async start(config, given) {
    const issuers = trustedIssuers(config);
    return serve({
      settings: config,
      engines: config,
      compose: () => ({ services: [flowsService], config: {}, issuers }),
      ...given,
    });
  },
});
