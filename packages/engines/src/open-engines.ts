import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { loadContracts } from '@tongban/contracts';
import { type EventBus, inProcessBus } from '@tongban/event-bus';
import type { KafkaConnection } from '@tongban/event-bus-kafka';
import type { EventStore } from '@tongban/event-store';
import { observedStore } from '@tongban/event-store/observed';
import { openSqliteEventStore, ownerOf } from '@tongban/event-store-sqlite';
import { type Clock, type IdSource, uuidV7 } from '@tongban/kernel';
import type { Adapters, StoreTelling } from '@tongban/service';
import type { Logger, Metrics } from '@tongban/telemetry';
import { openPostgresViews, openViews } from '@tongban/view-store';
import { contractsFolder } from './contracts-folder.ts';
import type { BusConfig, EngineConfig, StoreConfig } from './engine-config.ts';
import { type MissingSetting, missingSettings } from './errors.ts';

/** The engines of a process, open. */
export interface Engines {
  readonly adapters: Adapters;
  /** After the services that use them. */
  close(): Promise<void>;
}

export interface EngineSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Opens the engines that a configuration names.
 *
 * @throws E_ENGINE_SETTING with every setting that is missing, E_STORE_LOCKED and the other errors of the event store
 */
export async function openEngines(
  config: EngineConfig,
  { clock, logger, metrics }: EngineSurroundings,
): Promise<Engines> {
  assertComplete(config);
  const { data, views, bus } = config;
  const random = (target: Uint8Array): Uint8Array => randomFillSync(target);
  const ids = uuidV7({ now: () => clock.now(), random });
  const store = config.store && (await openStore(config.store, data, { clock, logger, metrics, ids }));
  const reach = await openBus(bus, store, logger);
  return {
    adapters: {
      ...(store && { store }),
      ...reach,
      contracts: loadContracts(contractsFolder),
      openViews: (view) =>
        views?.engine === 'postgres'
          ? openPostgresViews({ ...view, url: views.url as string })
          : openViews({ ...view, path: join(data, 'views', `${view.schema}.db`) }),
      clock,
      random,
      ids,
    },
    async close() {
      await reach.bus?.close();
      await store?.close();
    },
  };
}

/** The process that uses a data folder now, where one does; its number is null where it did not leave it. */
export function processUsing(data: string): { readonly pid: number | null } | undefined {
  return ownerOf(eventsFile(data));
}

/** @throws E_ENGINE_SETTING with every setting that another one makes necessary */
export function assertComplete({ store, views, bus }: EngineConfig): void {
  const missing: MissingSetting[] = [];
  if (store?.engine === 'kurrentdb' && store.url === undefined) {
    const example = 'kurrentdb://host:2113?tls=false';
    missing.push({ setting: 'store.url', because: 'store.engine = kurrentdb', example });
  }
  if (views?.engine === 'postgres' && views.url === undefined) {
    const example = 'postgres://tongban:password@host:5432/tongban';
    missing.push({ setting: 'views.url', because: 'views.engine = postgres', example });
  }
  if (bus?.engine === 'kafka' && bus.brokers.length === 0) {
    missing.push({ setting: 'bus.brokers', because: 'bus.engine = kafka', example: 'host:9092' });
  }
  if (bus?.engine === 'in-process' && store === undefined) {
    const because = '没有事件库 / no event store';
    missing.push({ setting: 'bus.engine', because, example: 'kafka' });
  }
  if (bus?.user !== undefined && bus.password === undefined) {
    missing.push({ setting: 'bus.password', because: 'bus.user', example: '…' });
  }
  if (missing.length > 0) throw missingSettings(missing);
}

export type KafkaPlace = KafkaConnection & { readonly prefix: string };

/** How to reach the Kafka of a configuration. */
export function kafkaOf({ brokers, prefix, user, password, tls }: BusConfig, logger: Logger): KafkaPlace {
  const login = user === undefined ? {} : { login: { name: user, password: password as string } };
  return { brokers, prefix, tls, logger, ...login };
}

/** Clients of engines are loaded by those who use them: they take longer than all the rest of a start. */
async function openStore(
  { engine, url = '' }: StoreConfig,
  data: string,
  { metrics, ...given }: EngineSurroundings & { readonly ids: IdSource },
): Promise<EventStore & StoreTelling> {
  if (engine === 'sqlite') {
    return observedStore(await openSqliteEventStore({ path: eventsFile(data), ...given }), metrics);
  }
  const { openKurrentEventStore } = await import('@tongban/event-store-kurrent');
  return observedStore(await openKurrentEventStore({ url, ...given }), metrics);
}

/** Whoever has the store listens to it; over Kafka it carries events to the others, who listen there. */
async function openBus(
  bus: BusConfig | undefined,
  store: EventStore | undefined,
  logger: Logger,
): Promise<Pick<Adapters, 'transport'> & { readonly bus?: EventBus }> {
  if (bus?.engine !== 'kafka') return store === undefined ? {} : { bus: inProcessBus(store) };
  const { kafkaBus, kafkaTransport } = await import('@tongban/event-bus-kafka');
  const kafka = kafkaOf(bus, logger);
  if (store === undefined) return { bus: kafkaBus(kafka) };
  const transport = { ...kafkaTransport(kafka), departments: bus.departments };
  return { bus: inProcessBus(store), transport };
}

function eventsFile(data: string): string {
  return join(data, 'events.db');
}
