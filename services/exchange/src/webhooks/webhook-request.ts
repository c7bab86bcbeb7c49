import { lookup as dnsLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { exchangeErrors } from '../errors.ts';
import { isPublicAddress } from './public-address.ts';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Addresses that are allowed although they are not public: the operator's list, empty by default. */
  readonly allowedAddresses: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Posts to a webhook and answers its status. Redirects are not followed; the answer's body is not kept. The address
 * is checked after the name is resolved and is the one that is connected to, so that a name cannot change in between.
 *
 * @throws E_WEBHOOK_ADDRESS where the name resolves to an address that is not public; network errors as they come.
 */
export function postWebhook(request: WebhookRequest): Promise<number> {
  const url = new URL(request.url);
  const allowed = (address: string): boolean =>
    isPublicAddress(address) || request.allowedAddresses.includes(address);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !allowed(literal)) return Promise.reject(addressRefused(url.hostname, literal));

  const lookup: LookupFunction = (hostname, options, answer) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, '');
      const refused = addresses.find(({ address }) => !allowed(address));
      const first = addresses[0];
      if (refused || !first) return answer(addressRefused(hostname, refused?.address ?? ''), '');
      if (options.all) return answer(null, addresses);
      answer(null, first.address, first.family);
    });
  };

  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(url, {
      method: 'POST',
      headers: { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) },
      lookup,
      timeout: request.timeoutMs,
      signal: request.signal,
    });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${request.timeoutMs} ms`)));
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

function addressRefused(host: string, address: string): Error {
  return exchangeErrors.error('E_WEBHOOK_ADDRESS', {
    detail: {
      zh: `${host} 解析到非公网地址 ${address}；请使用公网地址，或请运维将该地址列入 webhookAllowedAddresses`,
      en: `${host} resolves to ${address}, which is not a public address. Use a public one, or ask operations to list it in webhookAllowedAddresses`,
    },
    facts: { host, address },
  });
}
