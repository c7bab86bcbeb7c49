#!/usr/bin/env node
import {
  busConfig,
  runMain,
  serve,
  servingConfig,
  storeConfig,
  trustedIssuers,
  viewsConfig,
} from '@tongban/engines';
import type { ServiceDefinition } from '@tongban/service';
import { z } from 'zod';
import { exchangeConfig, exchangeService } from './service.ts';

await runMain({
  name: 'exchange',
  settings: z.object({
    ...servingConfig.shape,
    store: storeConfig,
    views: viewsConfig,
    bus: busConfig,
    exchange: exchangeConfig,
  }),
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
