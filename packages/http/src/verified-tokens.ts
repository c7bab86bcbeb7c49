import type { Identity } from './identity.ts';

/** Identities of tokens that were verified, so that a token is verified once and not with every request. */
export interface VerifiedTokens {
  /** By the whole `Authorization` header. */
  identity(authorization: string | undefined, nowMs: number): Identity | undefined;
  remember(authorization: string, identity: Identity, untilMs: number): void;
}

interface Entry {
  readonly authorization: string;
  readonly identity: Identity;
  readonly untilMs: number;
}

/** The end of a signature, by which tokens differ. */
const keyLength = 32;

/**
 * Remembers at most `entriesMax`, the oldest go first. Looked up by the end of the header and then compared as a whole:
 * under load a hash of all of it costs more than everything else between the socket and the handler. What is kept here
 * dies in minutes.
 */
export function createVerifiedTokens(entriesMax: number): VerifiedTokens {
  const entries = new Map<string, Entry>();
  return {
    identity(authorization = '', nowMs) {
      const key = authorization.slice(-keyLength);
      const entry = entries.get(key);
      if (entry?.authorization !== authorization) return undefined;
      if (entry.untilMs > nowMs) return entry.identity;
      entries.delete(key);
      return undefined;
    },
    remember(authorization, identity, untilMs) {
      if (entries.size >= entriesMax) entries.delete(entries.keys().next().value ?? '');
      entries.set(authorization.slice(-keyLength), { authorization, identity, untilMs });
    },
  };
}
