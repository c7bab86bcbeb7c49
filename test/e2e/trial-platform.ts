import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@tongban/kernel';
import { startPlatform } from '@tongban/service-platform';
import { type Logger, silentLogger } from '@tongban/telemetry';
import enterprise from '../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};
import { platformConfig } from '../../services/platform/src/platform-config.ts';

/** The platform as a user has it, in this process, in a folder of its own. */
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

export async function startTrialPlatform(terms: TrialTerms): Promise<TrialPlatform> {
  const { empty, clock = systemClock, logger = silentLogger, webhooksTo = [] } = terms;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-e2e-'));
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
  const token = (department: string, role: TrialRole = 'department') =>
    platform.token({ department, system: 'trial', role });
  const pause = async () => {
    if (isRunning) await platform.stop();
    isRunning = false;
  };
  return {
    url,
    folder,
    token,
    async call(path, { as, role, method, headers = {}, body } = {}) {
      const bearer = as && (await token(as, role));
      const isObject = typeof body === 'object' && !(body instanceof Uint8Array);
      const response = await fetch(url + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
          ...(isObject ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: (isObject ? JSON.stringify(body) : body) as string }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async restart(between = async () => {}) {
      await pause();
      await between();
      platform = await start(port);
      isRunning = true;
    },
    async stop() {
      await pause();
      rmSync(folder, { recursive: true, force: true });
    },
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
