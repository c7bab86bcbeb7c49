import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { exchangeErrors } from '../errors.ts';
import { isPublicAddress } from './public-address.ts';

/** Keeps webhooks away from addresses that are not public, at registration and again at every connection. */
export interface AddressGuard {
  /**
   * For a socket that is about to connect: the name is resolved, the answer is checked, and what was checked is what is
   * connected to, so that a name cannot change in between.
   */
  readonly lookup: LookupFunction;
  /** Checks a host that is an IP literal, which no socket looks up. @throws E_WEBHOOK_ADDRESS */
  checkLiteral(url: URL): void;
  /**
   * Checks what the host is at this moment. A name server that does not answer now is no refusal: the check at
   * delivery stands. @throws E_WEBHOOK_ADDRESS also where there is no such name
   */
  check(url: URL): Promise<void>;
}

/** @param allowedAddresses IP addresses that are let through although they are not public: the operator's list. */
export function addressGuard(allowedAddresses: readonly string[]): AddressGuard {
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || allowedAddresses.includes(address);

  const checkLiteral = (url: URL): void => {
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !isAllowed(literal)) throw notPublic(url.hostname, literal);
  };

  const refusalOf = (hostname: string, addresses: readonly LookupAddress[]): Error | undefined => {
    const refused = addresses.find(({ address }) => !isAllowed(address));
    return refused && notPublic(hostname, refused.address);
  };

  return {
    checkLiteral,
    lookup(hostname, options, answer) {
      dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return answer(error, '');
        const [first] = addresses;
        const refusal = refusalOf(hostname, addresses) ?? (first ? undefined : unknownName(hostname));
        if (refusal || !first) return answer(refusal ?? null, '');
        if (options.all) return answer(null, addresses);
        answer(null, first.address, first.family);
      });
    },
    check(url) {
      checkLiteral(url);
      if (isIP(url.hostname) !== 0 || url.hostname.startsWith('[')) return Promise.resolve();
      return new Promise((resolve, reject) => {
        dnsLookup(url.hostname, { all: true }, (error, addresses) => {
          const refusal =
            error?.code === 'ENOTFOUND'
              ? unknownName(url.hostname)
              : refusalOf(url.hostname, error ? [] : addresses);
          if (refusal) reject(refusal);
          else resolve();
        });
      });
    },
  };
}

function notPublic(host: string, address: string): Error {
  return exchangeErrors.error('E_WEBHOOK_ADDRESS', {
    detail: {
      zh: `${host} 解析到非公网地址 ${address}；请使用公网地址，或请运维将该地址列入 webhookAllowedAddresses`,
      en:
        `${host} resolves to ${address}, which is not a public address. ` +
        'Use a public one, or ask operations to list it in webhookAllowedAddresses',
    },
    facts: { host, address },
  });
}

function unknownName(host: string): Error {
  return exchangeErrors.error('E_WEBHOOK_ADDRESS', {
    detail: {
      zh: `域名 ${host} 不存在；请检查地址是否写错`,
      en: `There is no host named ${host}; check the address`,
    },
    facts: { host },
  });
}
