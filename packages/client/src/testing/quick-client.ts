import type { JsonObject } from '@tongban/kernel';
import { type Client, type ClientOptions, createClient } from '../create-client.ts';

/** Any event type with any data. */
export interface AnyEvents {
  readonly [type: string]: JsonObject;
}

export const clearance = 'tax.clearance-issued.v1';
export const uscc = '91350100M000100Y43';

/** A client that loses no time between attempts. */
export function quickClient(baseUrl: string, options: Partial<ClientOptions> = {}): Client<AnyEvents> {
  return createClient<AnyEvents>({
    baseUrl,
    department: 'tax',
    system: 'core',
    token: 'trial',
    retry: { delayMs: 1, delayMsMax: 2 },
    ...options,
  });
}
