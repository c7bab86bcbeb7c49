import { inProcessBus } from '@tongban/event-bus';
import type { EventStore } from '@tongban/event-store';
import { type App, zodProblems } from '@tongban/http';
import { type Localized, TongbanError } from '@tongban/kernel';
import type { Logger, Metrics } from '@tongban/telemetry';
import type { ViewStore, ViewStoreOptions } from '@tongban/view-store';
import type { Adapters, ServiceContext, ServiceDefinition } from './define-service.ts';
import { serviceErrors } from './errors.ts';
import { invalidConfig } from './load-config.ts';
import type { Operations } from './operations/operations.ts';
import type { PartKeeper } from './part-keeper.ts';

/** What the services of one process share. */
export interface Surroundings {
  readonly adapters: Adapters;
  readonly app: App;
  readonly operations: Operations;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly listening: Promise<string>;
  readonly keeper: PartKeeper;
}

/** Starts one service with its configuration. @throws E_SERVICE_START with the reason as its cause */
export async function startService(
  definition: ServiceDefinition,
  given: unknown,
  surroundings: Surroundings,
): Promise<void> {
  const { name } = definition;
  try {
    const config = configOf(definition, given);
    await definition.start(contextOf(name, config, surroundings));
  } catch (cause) {
    const { zh, en } = reasonOf(cause);
    throw serviceErrors.error('E_SERVICE_START', {
      detail: {
        zh: `服务 ${name} 未能启动，已启动的部分均已停止。原因：${zh}`,
        en: `The service ${name} did not start, and everything that had started was stopped. The reason: ${en}`,
      },
      facts: { service: name },
      problems: cause instanceof TongbanError ? cause.problems : [],
      cause,
    });
  }
}

function reasonOf(cause: unknown): Localized {
  if (cause instanceof TongbanError) return cause.detail;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { zh: reason, en: reason };
}

function configOf(definition: ServiceDefinition, given: unknown): unknown {
  if (definition.config === undefined) return undefined;
  const parsed = definition.config.safeParse(given ?? {});
  if (!parsed.success) throw invalidConfig(zodProblems(parsed.error.issues, given));
  return parsed.data;
}

function contextOf(name: string, config: unknown, surroundings: Surroundings): ServiceContext<unknown> {
  const { adapters, keeper, logger, ...shared } = surroundings;
  const { openViews, store: ownStore, bus, ...ports } = adapters;
  const store = (): EventStore => {
    if (ownStore !== undefined) return ownStore;
    throw serviceErrors.error('E_SERVICE_NO_STORE', { facts: { service: name } });
  };
  return {
    ...ports,
    ...shared,
    store,
    bus: () => bus ?? inProcessBus(store()),
    name,
    config,
    logger: logger.child({ service: name }),
    keep: (part) => keeper.keep(name, part),
    views: async <Tables>(options: Omit<ViewStoreOptions, 'schema'> = {}): Promise<ViewStore<Tables>> => {
      const views = await openViews<Tables>({ ...options, schema: name });
      keeper.keep(name, { name: 'views', status: () => ({ state: 'running' }), stop: () => views.close() });
      return views;
    },
  };
}
