import type { ContractCatalogue } from '@tongban/contracts';
import type { EventBus, EventTransport } from '@tongban/event-bus';
import type { EventStore } from '@tongban/event-store';
import type { App } from '@tongban/http';
import type { Clock, IdSource, RandomBytes } from '@tongban/kernel';
import type { Logger, Metrics } from '@tongban/telemetry';
import type { ViewStore, ViewStoreOptions } from '@tongban/view-store';
import type { z } from 'zod';
import type { Operations } from './operations/operations.ts';
import type { ServicePart } from './service-part.ts';

/** What an event store may say of itself, so that `/health/ready` tells whether it accepts events. */
export interface StoreTelling {
  health?():
    | { readonly status: 'ok' }
    | { readonly status: 'failing'; readonly error: { readonly code: string } };
}

/** What differs between one process and many: chosen by `main.ts`, and nowhere else. */
export interface Adapters {
  /** Absent in a process that has no event store of its own, and hears of events by the bus alone. */
  readonly store?: EventStore & StoreTelling;
  /** The contracts folder: the baseline that every service shares. */
  readonly contracts: ContractCatalogue;
  /** Default: the bus of one process, which reads the store. */
  readonly bus?: EventBus;
  /** What carries events to other processes. Absent: there are none. */
  readonly transport?: Transport;
  openViews<Tables>(options: ViewStoreOptions): Promise<ViewStore<Tables>>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: RandomBytes;
}

export interface Transport extends EventTransport {
  /** Departments that receive and publish by it. */
  readonly departments: readonly string[];
}

/** What a service is given to work with. */
export interface ServiceContext<Config>
  extends Required<Omit<Adapters, 'store' | 'bus' | 'transport' | 'openViews'>>,
    Pick<Adapters, 'transport'> {
  readonly name: string;
  /** The event store. @throws E_SERVICE_NO_STORE where the process has none */
  store(): EventStore;
  /** Where the service hears of events. @throws E_SERVICE_NO_STORE where the process has neither a bus nor a store */
  bus(): EventBus;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where the service mounts its routes, while it starts. */
  readonly app: App;
  /** Where it shows its processors to operators: one list for all services of the process. */
  readonly operations: Operations;
  /** Aborts when the process begins to stop. */
  readonly signal: AbortSignal;
  /**
   * The address of the process once it listens, which is after every service has started: do not await it
   * in `start`. Rejects where the process does not come to listen.
   */
  readonly listening: Promise<string>;
  /** Opens the database of this service; it is closed after the parts that were kept later. */
  views<Tables>(options?: Omit<ViewStoreOptions, 'schema'>): Promise<ViewStore<Tables>>;
  /**
   * Puts a part in the care of the process: its state shows in `/health/ready`, and it is stopped, the last
   * first.
   */
  keep<Part extends ServicePart>(part: Part): Part;
}

/** How a service is put together: pure description, so that a process can hold any number of them. */
export interface ServiceDefinition<Config = unknown> {
  /** Lower case; names its configuration, its database and its lines in the log. */
  readonly name: string;
  /**
   * The form of the service's own part of the configuration, checked before it starts. Absent: it has none.
   */
  readonly config?: z.ZodType<Config>;
  /** Mounts routes and keeps parts. What it kept is stopped if it throws. */
  start(context: ServiceContext<Config>): Promise<void>;
}

/** Lets the compiler infer what the configuration of a service is. */
export function defineService<Config>(definition: ServiceDefinition<Config>): ServiceDefinition<Config> {
  return definition;
}
