#!/usr/bin/env node
import { busConfig, runMain, serve, servingConfig, trustedIssuers, viewsConfig } from '@tongban/engines';
import { z } from 'zod';
import { flowsService } from './service.ts';

await runMain({
  name: 'flows',
  settings: z.object({ ...servingConfig.shape, views: viewsConfig, bus: busConfig }),
  start: (config, given) =>
    serve({
      settings: config,
      engines: config,
      compose: () => ({ services: [flowsService], config: {}, issuers: trustedIssuers(config) }),
      ...given,
    }),
});
