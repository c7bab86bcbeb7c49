import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApiDocument } from '@tongban/http';
import { type AnswerCheck, answerCheck, seen } from '@tongban/http/testing';
import { type Clock, systemClock } from '@tongban/kernel';
import { startPlatform } from '@tongban/service-platform';
import { type Logger, silentLogger } from '@tongban/telemetry';
import { newPostgresDatabase } from '@tongban/view-store/testing';
import { inject } from 'vitest';
import enterprise from '../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};
import { startCity } from '../../infra/city/start-city.ts';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { platformConfig } from '../../services/platform/src/platform-config.ts';
import type { SharedEngines } from './shared-engines.ts';

/**
 * The platform as a user has it, in this process, in a folder of its own. Every answer to `call` is held against the
 * OpenAPI document that it serves.
 */
export interface TrialPlatform {
  readonly url: string;
  readonly folder: string;
  call(path: string, call?: TrialCall): Promise<{ readonly status: number; readonly body: Answer }>;
  token(as: string, role?: TrialRole): Promise<string>;
  /** Stops it and starts it again on the same folder and the same port, after what is done in between. */
  restart(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export type TrialRole = 'department' | 'officer' | 'auditor' | 'operator';

export interface TrialCall {
  readonly as?: string;
  readonly role?: TrialRole;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, anything else as it is. */
  readonly body?: unknown;
}

export interface TrialTerms {
  /** Without the sample city. */
  readonly empty: boolean;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Default: says nothing. */
  readonly logger?: Logger;
  /** Addresses that webhooks may reach although they are not public. Default: none. */
  readonly webhooksTo?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: what a test says of an answer is its assertion
export type Answer = any;

/**
 * Starts it in this process. In the tests over engines the services are processes of their own, on Kafka and
 * PostgreSQL, unless the test has a clock or a log of its own.
 */
export async function startTrialPlatform(terms: TrialTerms): Promise<TrialPlatform> {
  const engines: SharedEngines | undefined = inject('engines');
  const isApart = engines && !('absent' in engines) && !terms.clock && !terms.logger;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-e2e-'));
  const running = await (isApart ? startApart(terms, folder, engines) : startTogether(terms, folder));
  const { url, token } = running;
  return {
    url,
    folder,
    token,
    call: caller(url, token, { isApart: isApart === true }),
    restart: (between = async () => {}) => running.restart(between),
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The checks so far: platforms describe themselves alike, and to compile a description takes a while. */
const checks = new Map<string, AnswerCheck>();

function checkBy(document: OpenApiDocument, isPart: boolean): AnswerCheck {
  const { servers: _, ...described } = document;
  const key = JSON.stringify([isPart, described]);
  const check = checks.get(key) ?? answerCheck(document, { isPart });
  checks.set(key, check);
  return check;
}

/**
 * Calls an address as somebody, with JSON both ways. An answer that is not as the OpenAPI document says is a failure.
 *
 * @param options.isApart each service is a process of its own: the document is that of the exchange
 */
export function caller(
  url: string,
  token: TrialPlatform['token'],
  { isApart = false }: { readonly isApart?: boolean } = {},
): TrialPlatform['call'] {
  let described: Promise<AnswerCheck> | undefined;
  const check = async (): Promise<AnswerCheck> =>
    checkBy((await (await fetch(`${url}/openapi.json`)).json()) as OpenApiDocument, isApart);
  return async (path, { as, role, method, headers = {}, body } = {}) => {
    const bearer = as && (await token(as, role));
    const isObject = typeof body === 'object' && !(body instanceof Uint8Array);
    const sent = method ?? (body === undefined ? 'GET' : 'POST');
    const response = await fetch(url + path, {
      method: sent,
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(isObject ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: (isObject ? JSON.stringify(body) : body) as string }),
    });
    described ??= check();
    (await described)(await seen(path, sent, response));
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
}

/** What differs between a platform in this process and one of several processes. */
interface Running {
  readonly url: string;
  token(as: string, role?: TrialRole): Promise<string>;
  restart(between: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

async function startTogether(terms: TrialTerms, folder: string): Promise<Running> {
  const { empty, clock = systemClock, logger = silentLogger, webhooksTo = [] } = terms;
  const start = (port: number) => {
    const config = platformConfig.parse({
      listen: { port },
      data: folder,
      exchange: { webhookAllowedAddresses: webhooksTo },
      city: { empty, enterprises: 3, everySeconds: 0 },
    });
    return startPlatform({ config, logger, clock });
  };
  let platform = await start(0);
  let isRunning = true;
  const { url, port } = platform;
  const pause = async () => {
    if (isRunning) await platform.stop();
    isRunning = false;
  };
  return {
    url,
    token: (department, role = 'department') => platform.token({ department, system: 'trial', role }),
    async restart(between) {
      await pause();
      await between();
      platform = await start(port);
      isRunning = true;
    },
    stop: pause,
  };
}

async function startApart(
  { empty, webhooksTo = [] }: TrialTerms,
  folder: string,
  { brokers, postgresUrl }: Exclude<SharedEngines, { readonly absent: string }>,
): Promise<Running> {
  const topicPrefix = `e2e-${randomUUID()}`;
  await applyDeclaration({
    brokers,
    different: { prefix: topicPrefix, replicas: 1, minInSyncReplicas: 1, departments: [] },
  });
  const city = await startCity({
    folder,
    brokers,
    topicPrefix,
    postgresUrl: await newPostgresDatabase(postgresUrl),
    ...(empty ? {} : { departments: { enterprises: 3, everySeconds: 0 } }),
    exchangeSettings: { TONGBAN_EXCHANGE_WEBHOOK_ALLOWED_ADDRESSES: JSON.stringify(webhooksTo) },
  });
  const services = [...city.processes.values()].filter(({ name }) => /^(exchange|flows)-/.test(name));
  return {
    url: city.url,
    async token(as, role = 'department') {
      const query = new URLSearchParams({ as, role, system: 'trial', format: 'text' });
      const response = await fetch(`${city.url}/identity/token?${query}`, { method: 'POST' });
      return (await response.text()).trim();
    },
    async restart(between) {
      await Promise.all(services.map((service) => service.stop()));
      await between();
      await Promise.all(services.map((service) => service.start()));
    },
    stop: () => city.stop(),
  };
}

export const structured = { 'content-type': 'application/cloudevents+json' } as const;
export const batch = { 'content-type': 'application/cloudevents-batch+json' } as const;

/** The registration of an enterprise, with what a test wants otherwise. */
export function registration(
  id: string,
  other: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { ...enterprise, id, ...other };
}
