import { type Authenticator, createApp, type ListenOptions, listen, type RateLimit } from '@tongban/http';
import { type Logger, type Metrics, metricsOf, type PrometheusMetrics } from '@tongban/telemetry';
import type { Adapters, ServiceDefinition } from './define-service.ts';
import { serviceErrors } from './errors.ts';
import { type Health, healthOf, mountHealth } from './health.ts';
import { openOperations } from './operations/operations.ts';
import { createPartKeeper } from './part-keeper.ts';
import type { KeptPart, PartStatus, ServicePart } from './service-part.ts';
import { startService } from './start-service.ts';

export interface RunOptions {
  readonly adapters: Adapters;
  /** Configurations by service name, as `loadConfig` gives them. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly logger: Logger;
  readonly authenticate: Authenticator;
  /** Served at `/metrics` where it has a text. Default: the process's own meter. */
  readonly metrics?: Metrics & Partial<Pick<PrometheusMetrics, 'text'>>;
  readonly rateLimit?: RateLimit;
  readonly listen: ListenOptions;
  /** Time for everything to stop. Default 5,000. */
  readonly graceMs?: number;
}

/** A process at work. */
export interface RunningServices {
  readonly url: string;
  readonly port: number;
  health(): Promise<Health>;
  /**
   * Ends requests, then stops every part, the last first, within the grace. Safe to call twice.
   *
   * @throws E_SERVICE_STOP naming the parts that failed to stop or took too long, after stopping the others
   */
  stop(): Promise<void>;
}

/** Runs one service as a process of its own. */
export function runService<Config>(
  definition: ServiceDefinition<Config>,
  options: RunOptions,
): Promise<RunningServices> {
  return runTogether([definition as ServiceDefinition], options);
}

/**
 * Starts services in order in one process, then listens: when the port answers, everything is there.
 *
 * @throws E_SERVICE_START naming the service, after stopping what had started; the errors of `listen`.
 */
export async function runTogether(
  definitions: readonly ServiceDefinition[],
  options: RunOptions,
): Promise<RunningServices> {
  const { adapters, logger, graceMs = 5_000 } = options;
  const metrics: NonNullable<RunOptions['metrics']> = options.metrics ?? metricsOf();
  const shutdown = new AbortController();
  const address = Promise.withResolvers<string>();
  // Who waits for the address learns that there will be none; whoever does not wait has nothing to catch.
  address.promise.catch(() => {});
  const keeper = createPartKeeper(adapters.clock, logger);
  if (adapters.store !== undefined) keeper.keep('process', storePart(adapters.store));
  const app = createApp({
    name: definitions.map(({ name }) => name).join('+'),
    logger,
    authenticate: options.authenticate,
    clock: adapters.clock,
    metrics,
    ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
  });
  const health = (): Promise<Health> => healthOf(keeper.parts(), adapters.clock);
  mountHealth(app, health, metrics.text);
  const surroundings = {
    adapters,
    app,
    operations: openOperations(app, metrics),
    logger,
    metrics,
    signal: shutdown.signal,
    listening: address.promise,
    keeper,
  };
  try {
    for (const definition of definitions) {
      await startService(definition, options.config[definition.name], surroundings);
    }
    const listening = await listen(app, options.listen);
    address.resolve(listening.url);
    keeper.keep('process', {
      name: 'http',
      status: () => ({ state: 'running' }),
      stop: () => listening.close(graceMs / 2),
    });
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      shutdown.abort(new Error('the process is stopping'));
      stopped ??= keeper.stopAll(graceMs).then(assertNoneLeft);
      return stopped;
    };
    return { url: listening.url, port: listening.port, health, stop };
  } catch (error) {
    shutdown.abort(error);
    address.reject(error);
    await keeper.stopAll(graceMs);
    throw error;
  }
}

function assertNoneLeft(left: readonly KeptPart[]): void {
  if (left.length === 0) return;
  const parts = left.map(({ service, part }) => `${service}/${part.name}`);
  throw serviceErrors.error('E_SERVICE_STOP', {
    detail: {
      zh: `未能按时停止：${parts.join('、')}。已确认的事件均未丢失；原因见日志。`,
      en: `Not stopped in time: ${parts.join(', ')}. Nothing that was acknowledged is lost; the log says why.`,
    },
    facts: { parts },
  });
}

/** The event store shows in the health; whoever opened it closes it. */
function storePart(store: NonNullable<Adapters['store']>): ServicePart {
  const status = async (): Promise<PartStatus> => {
    await store.head();
    const health = store.health?.();
    return health?.status === 'failing'
      ? { state: 'failing', lastFailure: health.error }
      : { state: 'running' };
  };
  return { name: 'event-store', status, stop: () => Promise.resolve() };
}
