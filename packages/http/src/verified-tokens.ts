import type { Identity } from './identity.ts';

/** Identities of tokens that were verified, so that a token is verified once and not with every request. */
export interface VerifiedTokens {
  identity(token: string, nowMs: number): Identity | undefined;
  remember(token: string, identity: Identity, untilMs: number): void;
}

/**
 * Remembers at most `entriesMax`, the oldest go first. Keyed by the token itself: under load a hash of it
 * costs more
 * than everything else between the socket and the handler, and what is kept here dies in minutes.
 */
export function createVerifiedTokens(entriesMax: number): VerifiedTokens {
  const entries = new Map<string, { readonly identity: Identity; readonly untilMs: number }>();
  return {
    identity(token, nowMs) {
      const entry = entries.get(token);
      if (entry === undefined || entry.untilMs > nowMs) return entry?.identity;
      entries.delete(token);
      return undefined;
    },
    remember(token, identity, untilMs) {
      if (entries.size >= entriesMax) entries.delete(entries.keys().next().value ?? '');
      entries.set(token, { identity, untilMs });
    },
  };
}
