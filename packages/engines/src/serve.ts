import { createAuthenticator, type TrustedIssuer, tokenBuckets } from '@tongban/http';
import type { Clock } from '@tongban/kernel';
import { type Adapters, type RunningServices, runTogether, type ServiceDefinition } from '@tongban/service';
import { type Logger, prometheusMetrics } from '@tongban/telemetry';
import type { EngineConfig, ServingConfig } from './engine-config.ts';
import { missingSettings } from './errors.ts';
import { openEngines } from './open-engines.ts';

export interface ServeOptions {
  readonly settings: Pick<ServingConfig, 'listen' | 'rate'>;
  readonly engines: EngineConfig;
  /** What runs on the engines, once they are open: the data folder is ours from then on. */
  compose(adapters: Adapters): Composition | Promise<Composition>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Composition {
  readonly services: readonly ServiceDefinition[];
  /** Configurations by service name. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whose tokens are believed. */
  readonly issuers: readonly TrustedIssuer[];
}

/**
 * Opens the engines, starts the services on them and listens. When it stops the engines are closed, also where
 * something did not stop in time.
 *
 * @throws E_ENGINE_SETTING, the errors of the engines, E_SERVICE_START, E_HTTP_PORT_IN_USE
 */
export async function serve(options: ServeOptions): Promise<RunningServices> {
  const { settings, clock, logger } = options;
  const metrics = prometheusMetrics();
  const engines = await openEngines(options.engines, { clock, logger, metrics });
  try {
    const { services, config, issuers } = await options.compose(engines.adapters);
    const running = await runTogether(services, {
      adapters: engines.adapters,
      config,
      logger,
      authenticate: createAuthenticator({ issuers, clock }),
      metrics,
      rateLimit: tokenBuckets({ clock, perSecond: settings.rate.perSecond }),
      listen: settings.listen,
    });
    return {
      ...running,
      async stop() {
        try {
          await running.stop();
        } finally {
          await engines.close();
        }
      },
    };
  } catch (error) {
    await engines.close();
    throw error;
  }
}

/** The issuers that a process believes. @throws E_ENGINE_SETTING where none is named: then nobody could call it */
export function trustedIssuers({ identity }: Pick<ServingConfig, 'identity'>): readonly TrustedIssuer[] {
  if (identity.issuers.length > 0) return identity.issuers;
  const example =
    '[{"issuer":"https://id.city.example","jwksUri":"https://id.city.example/jwks","audience":"tongban"}]';
  throw missingSettings([
    { setting: 'identity.issuers', because: '独立进程 / a process of its own', example },
  ]);
}
