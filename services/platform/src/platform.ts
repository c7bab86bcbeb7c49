import { join, resolve } from 'node:path';
import { createAuthenticator, tokenBuckets } from '@tongban/http';
import { type Clock, systemClock } from '@tongban/kernel';
import { type RunningServices, runTogether, type ServiceDefinition } from '@tongban/service';
import { departmentNames, departmentsService } from '@tongban/service-departments';
import { exchangeService } from '@tongban/service-exchange';
import { flowsService } from '@tongban/service-flows';
import { type Logger, prometheusMetrics } from '@tongban/telemetry';
import { openEmbeddedAdapters } from './adapters.ts';
import { mountTrialIssuer } from './issuer/issuer-routes.ts';
import { openTrialIssuer, type TokenRequest } from './issuer/trial-issuer.ts';
import type { PlatformConfig } from './platform-config.ts';

/** The embedded platform at work. */
export interface Platform {
  readonly url: string;
  readonly port: number;
  /** A token of the embedded issuer. @throws where other issuers are configured */
  token(request: TokenRequest): Promise<string>;
  health: RunningServices['health'];
  /** Gives the folder free. @throws E_SERVICE_STOP where a part did not stop in time */
  stop(): Promise<void>;
}

/**
 * Starts every service in this process on SQLite below `config.data`. Where no OIDC issuer is configured, the
 * embedded issuer for trial serves this machine.
 *
 * @throws E_STORE_LOCKED where another process uses the folder, E_HTTP_PORT_IN_USE where the port is taken, E_SERVICE_START
 */
export async function startPlatform(options: {
  readonly config: PlatformConfig;
  readonly logger: Logger;
  readonly clock?: Clock;
}): Promise<Platform> {
  const { config, logger, clock = systemClock } = options;
  const data = resolve(config.data);
  const { empty, ...city } = config.city;
  const adapters = await openEmbeddedAdapters({ data, clock, logger });
  try {
    const issuer = await openTrialIssuer({
      folder: join(data, 'identity'),
      departments: departmentNames,
      clock,
      ids: adapters.ids,
    });
    const trial = config.identity.issuers.length === 0;
    const identity: ServiceDefinition = {
      name: 'identity',
      async start({ app, listening }) {
        if (!trial) return;
        mountTrialIssuer(app, issuer, config.listen.host);
        listening.then(
          (url) => issuer.announce(url),
          () => {},
        );
      },
    };
    const departments = departmentsService({
      token: (request) => issuer.token(request),
    });
    const services = [identity, exchangeService, flowsService, ...(empty || !trial ? [] : [departments])];
    const running = await runTogether(services as readonly ServiceDefinition[], {
      adapters,
      config: {
        exchange: config.exchange,
        departments: { ...city, folder: join(data, 'departments') },
      },
      logger,
      authenticate: createAuthenticator({
        issuers: trial ? [issuer.trusted] : config.identity.issuers,
        clock,
      }),
      metrics: prometheusMetrics(),
      rateLimit: tokenBuckets({ clock, perSecond: config.rate.perSecond }),
      listen: config.listen,
    });
    return {
      url: running.url,
      port: running.port,
      token: (request) => issuer.token(request),
      health: running.health,
      async stop() {
        try {
          await running.stop();
        } finally {
          await adapters.store.close();
        }
      },
    };
  } catch (error) {
    await adapters.store.close();
    throw error;
  }
}
