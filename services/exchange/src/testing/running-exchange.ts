import { join } from 'node:path';
import { type ContractCatalogue, loadContracts } from '@tongban/contracts';
import { inProcessBus } from '@tongban/event-bus';
import { type EventStore, inMemoryEventStore, type RecordedEvent } from '@tongban/event-store';
import { createApp, type Role } from '@tongban/http';
import { type AnswerCheck, answerCheckOf, createTestIssuer, seen } from '@tongban/http/testing';
import { uuidV7 } from '@tongban/kernel';
import { openOperations, type ServicePart } from '@tongban/service';
import { metricsOf, silentLogger } from '@tongban/telemetry';
import { openViews } from '@tongban/view-store';
import { exchangeService } from '../service.ts';
import { type LeapingClock, leapingClock } from './leaping-clock.ts';

/**
 * The whole exchange in this process, reached as a department reaches it, under a clock that only its test moves. Every
 * answer is held against the OpenAPI document.
 */
export interface RunningExchange {
  readonly store: EventStore;
  readonly clock: LeapingClock;
  call(method: 'GET' | 'HEAD' | 'POST', path: string, call?: Call): Promise<Answer>;
  /** Everything recorded of a type, in order. */
  recorded(type: string): Promise<readonly RecordedEvent[]>;
  /** Stops what runs; the store stays open, for a restart over it. */
  stop(): Promise<void>;
}

export interface Call {
  /** Default: the system of tax. */
  readonly as?: Caller;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Caller {
  readonly department: string;
  readonly role: Role;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test says of an answer is its assertion
  readonly body: any;
}

/** What outlives a restart. */
export interface Surroundings {
  /** Default: a new one, in memory. */
  readonly store?: EventStore;
  /** Default: one that stands at `startMs`. */
  readonly clock?: LeapingClock;
  /** The file of the service's database; default: in memory. */
  readonly viewsPath?: string;
}

export const systemOf = (department: string): Caller => ({ department, role: 'department' });
export const operator: Caller = { department: 'platform', role: 'operator' };
export const auditor: Caller = { department: 'audit-office', role: 'auditor' };

/** Monday, 2 March 2026, nine o'clock in Shanghai. */
export const startMs: number = Date.parse('2026-03-02T09:00:00+08:00');

/** The contracts of the folder. */
export const catalogue: ContractCatalogue = loadContracts(join(import.meta.dirname, '../../../../contracts'));

export const random = (target: Uint8Array): Uint8Array =>
  crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);

const issuer = await createTestIssuer();
const bearers = new Map<string, string>();
/** Every exchange describes itself alike. */
let described: Promise<AnswerCheck> | undefined;

/** The `Authorization` of the system of tax by a token that ends at a moment, epoch milliseconds in whole seconds. */
export const bearerUntil = (endMs: number): Promise<string> => issuer.bearer({ exp: endMs / 1_000 });

export async function runExchange(surroundings: Surroundings = {}): Promise<RunningExchange> {
  const clock = surroundings.clock ?? leapingClock(startMs);
  const store = surroundings.store ?? inMemoryEventStore({ clock });
  const app = createApp({ name: 'exchange', logger: silentLogger, authenticate: issuer.authenticate, clock });
  const metrics = metricsOf();
  const parts: ServicePart[] = [];
  await exchangeService.start({
    name: 'exchange',
    config: { webhookAllowedAddresses: ['127.0.0.1'], webhookTimeoutMs: 5_000 },
    app,
    store: () => store,
    contracts: catalogue,
    bus: () => inProcessBus(store),
    clock,
    ids: uuidV7({ now: clock.now, random }),
    random,
    logger: silentLogger,
    metrics,
    operations: openOperations(app, metrics),
    signal: new AbortController().signal,
    listening: Promise.resolve('http://127.0.0.1'),
    async views(options) {
      const path = surroundings.viewsPath ?? ':memory:';
      const views = await openViews<never>({ path, schema: 'exchange', ...options });
      parts.push({ name: 'views', status: () => ({ state: 'running' }), stop: () => views.close() });
      return views as never;
    },
    keep(part) {
      parts.push(part);
      return part;
    },
  });
  return {
    store,
    clock,
    async call(method, path, { as = systemOf('tax'), body, headers = {} } = {}) {
      const isAsItIs = typeof body === 'string' || body instanceof Uint8Array;
      const response = await app.request(path, {
        method,
        headers: { authorization: await bearerOf(as), 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: (isAsItIs ? body : JSON.stringify(body)) as string }),
      });
      described ??= answerCheckOf(app);
      (await described)(await seen(path, method, response));
      const text = await response.text();
      const contentType = response.headers.get('content-type') ?? '';
      return {
        status: response.status,
        contentType,
        headers: response.headers,
        body: text !== '' && /\/(.+\+)?json\b/.test(contentType) ? JSON.parse(text) : text,
      };
    },
    async recorded(type) {
      return (await store.readAll({ after: 0, limit: 1_000, filter: { types: [type] } })).events;
    },
    async stop() {
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) await part.stop();
    },
  };
}

async function bearerOf({ department, role }: Caller): Promise<string> {
  const name = `${department} ${role}`;
  const known = bearers.get(name);
  if (known !== undefined) return known;
  const sub = role === 'department' ? `${department}/ledger` : `${department}-officer`;
  const made = await issuer.bearer({ sub, department, system: 'ledger', roles: [role] });
  bearers.set(name, made);
  return made;
}
