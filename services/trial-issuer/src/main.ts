#!/usr/bin/env node
import { join } from 'node:path';
import { runMain, serve } from '@tongban/engines';
import { openTrialIssuer, trialIssuerService } from './service.ts';
import { settings } from './settings.ts';

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
