import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '@tongban/service-platform';
import { silentLogger } from '@tongban/telemetry';
import enterprise from '../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};
import { platformConfig } from '../../services/platform/src/platform-config.ts';

/** The platform as a user has it, in this process, in a folder of its own. */
export interface TrialPlatform {
  readonly url: string;
  readonly folder: string;
  call(path: string, call?: TrialCall): Promise<{ readonly status: number; readonly body: Answer }>;
  stop(): Promise<void>;
}

export interface TrialCall {
  readonly as?: string;
  readonly role?: 'department' | 'officer' | 'auditor' | 'operator';
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, anything else as it is. */
  readonly body?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test says of an answer is its assertion
export type Answer = any;

export async function startTrialPlatform(city: { readonly empty: boolean }): Promise<TrialPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-e2e-'));
  const config = platformConfig.parse({
    listen: { port: 0 },
    data: folder,
    log: {},
    rate: {},
    identity: {},
    exchange: {},
    city: { ...city, enterprises: 3, everySeconds: 0 },
  });
  const platform = await startPlatform({ config, logger: silentLogger });
  return {
    url: platform.url,
    folder,
    async call(path, { as, role = 'department', method, headers = {}, body } = {}) {
      const token = as && (await platform.token({ department: as, system: 'trial', role }));
      const isObject = typeof body === 'object' && !(body instanceof Uint8Array);
      const response = await fetch(platform.url + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(isObject ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: (isObject ? JSON.stringify(body) : body) as string }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async stop() {
      await platform.stop();
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
