import { join, resolve } from 'node:path';
import { serve } from '@tongban/engines';
import { type Clock, systemClock } from '@tongban/kernel';
import type { RunningServices, ServiceDefinition } from '@tongban/service';
import { departmentNames, departmentsService } from '@tongban/service-departments';
import { exchangeService } from '@tongban/service-exchange';
import { flowsService } from '@tongban/service-flows';
import {
  isLoopbackHost,
  openTrialIssuer,
  type TokenRequest,
  type TrialIssuer,
  trialIssuerService,
} from '@tongban/service-trial-issuer';
import type { Logger } from '@tongban/telemetry';
import type { PlatformConfig } from './platform-config.ts';

/** The platform at work in one process. */
export interface Platform {
  readonly url: string;
  readonly port: number;
  /** A token of the embedded issuer. @throws where other issuers are configured */
  token(request: TokenRequest): Promise<string>;
  health: RunningServices['health'];
  /** Gives the folder free. @throws E_SERVICE_STOP where a part did not stop in time */
  stop(): Promise<void>;
}

/** Who gives access tokens over HTTP: the embedded issuer does so on loopback only. */
export function tokensOf({ identity, listen }: PlatformConfig): 'trial' | 'own-issuer' | 'nobody' {
  if (identity.issuers.length > 0) return 'own-issuer';
  return isLoopbackHost(listen.host) ? 'trial' : 'nobody';
}

/**
 * Starts every service in this process, by default on SQLite below `config.data`. Where no OIDC issuer is configured,
 * the embedded issuer for trial serves this machine.
 *
 * @throws E_STORE_LOCKED where another process uses the folder, E_HTTP_PORT_IN_USE where the port is taken,
 * E_ENGINE_SETTING, E_SERVICE_START
 */
export async function startPlatform(options: {
  readonly config: PlatformConfig;
  readonly logger: Logger;
  readonly clock?: Clock;
}): Promise<Platform> {
  const { config, logger, clock = systemClock } = options;
  const data = resolve(config.data);
  let issuer!: TrialIssuer;
  const token = (request: TokenRequest): Promise<string> => issuer.token(request);
  const running = await serve({
    settings: config,
    engines: { ...config, data },
    clock,
    logger,
    async compose({ ids }) {
      const folder = join(data, 'identity');
      issuer = await openTrialIssuer({ folder, departments: departmentNames, clock, ids });
      const isTrial = config.identity.issuers.length === 0;
      const { empty, ...city } = config.city;
      const services = [
        ...(isTrial ? [trialIssuerService(issuer, config.listen.host)] : []),
        exchangeService,
        flowsService,
        ...(isTrial && !empty ? [departmentsService({ token })] : []),
      ];
      return {
        services: services as readonly ServiceDefinition[],
        config: { exchange: config.exchange, departments: { ...city, folder: join(data, 'departments') } },
        issuers: isTrial ? [issuer.trusted] : config.identity.issuers,
      };
    },
  });
  return { ...running, token };
}
