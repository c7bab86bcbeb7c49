import { type Clock, systemClock, TongbanError } from '@tongban/kernel';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as jose,
  jwtVerify,
} from 'jose';
import { httpErrors } from './errors.ts';
import { type Identity, identityOfClaims } from './identity.ts';
import { tokenRefusal } from './token-refusal.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

/** An issuer whose tokens are believed, and for which audience. */
export type TrustedIssuer = {
  /** The `iss` claim, exactly. */
  readonly issuer: string;
  readonly audience: string;
} & (
  | { readonly jwksUri: string }
  /** Keys of this process itself; asked anew for each token that is not known yet, so that rotation shows. */
  | { readonly jwks: () => JSONWebKeySet | Promise<JSONWebKeySet> }
);

export interface AuthenticatorOptions {
  readonly issuers: readonly TrustedIssuer[];
  readonly clock?: Clock;
  /** Clocks of others may be off by so much. Default 5. */
  readonly toleranceSeconds?: number;
  /** Verified tokens that are remembered. Default 10,000. */
  readonly cacheEntriesMax?: number;
}

/**
 * Who an `Authorization` header speaks for.
 *
 * @throws E_AUTH_…, a code of its own for each reason.
 */
export type Authenticator = (authorization: string | undefined) => Promise<Identity> | Identity;

/** Signature algorithms that are accepted: no `none`, nothing symmetric. */
export const tokenAlgorithms: readonly string[] = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];

/** A verified token is verified again after so long, so that a withdrawn key stops working. */
const trustMsMax = 5 * 60_000;
const tokenLengthMax = 8_192;

/**
 * Verifies OIDC access tokens. One that was verified already costs a look-up instead of a signature (60
 * µs).
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { clock = systemClock, toleranceSeconds = 5, cacheEntriesMax = 10_000 } = options;
  const verified = createVerifiedTokens(cacheEntriesMax);
  const issuers = options.issuers.map((issuer) => ({ issuer, keys: keysOf(issuer) }));

  const verify = async (authorization: string | undefined): Promise<Identity> => {
    const token = bearerToken(authorization);
    const iss = claimedIssuer(token);
    const trusted = issuers.find(({ issuer }) => issuer.issuer === iss);
    if (trusted === undefined) throw tokenRefusal('E_AUTH_ISSUER', { issuer: iss ?? null });
    const payload = await verifyBy(trusted.issuer, trusted.keys, token);
    const identity = identityOfClaims(payload, ((payload.exp ?? 0) + toleranceSeconds) * 1_000);
    const untilMs = Math.min(identity.validUntilMs, clock.now() + trustMsMax);
    verified.remember(authorization as string, identity, untilMs);
    return identity;
  };

  const verifyBy = async (
    issuer: TrustedIssuer,
    keys: JWTVerifyGetKey,
    token: string,
  ): Promise<JWTPayload> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...tokenAlgorithms],
        clockTolerance: toleranceSeconds,
        currentDate: new Date(clock.now()),
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error, issuer);
    }
  };

  return (authorization) => verified.identity(authorization, clock.now()) ?? verify(authorization);
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw tokenRefusal('E_AUTH_MISSING');
  const space = authorization.indexOf(' ');
  if (authorization.slice(0, space).toLowerCase() !== 'bearer') throw tokenRefusal('E_AUTH_SCHEME');
  const token = authorization.slice(space + 1).trim();
  if (token === '') throw tokenRefusal('E_AUTH_MISSING');
  if (token.length > tokenLengthMax) throw tokenRefusal('E_AUTH_MALFORMED');
  return token;
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    throw tokenRefusal('E_AUTH_MALFORMED', {}, error);
  }
}

function keysOf(issuer: TrustedIssuer): JWTVerifyGetKey {
  if ('jwksUri' in issuer) {
    return createRemoteJWKSet(new URL(issuer.jwksUri), { timeoutDuration: 3_000, cacheMaxAge: 10 * 60_000 });
  }
  return async (header, token) => createLocalJWKSet(await issuer.jwks())(header, token);
}

function refusalOf(error: unknown, issuer: TrustedIssuer): TongbanError {
  if (error instanceof TongbanError) return error;
  const facts = { issuer: issuer.issuer };
  if (error instanceof jose.JWTExpired) {
    return tokenRefusal('E_AUTH_EXPIRED', { expiredAt: instantOfSeconds(error.payload.exp) }, error);
  }
  if (error instanceof jose.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return tokenRefusal('E_AUTH_AUDIENCE', { audience: issuer.audience }, error);
    if (error.claim === 'nbf') {
      return tokenRefusal('E_AUTH_NOT_YET_VALID', { validFrom: instantOfSeconds(error.payload.nbf) }, error);
    }
    return tokenRefusal('E_AUTH_CLAIMS', { claims: [error.claim] }, error);
  }
  if (error instanceof jose.JOSEAlgNotAllowed) {
    return tokenRefusal('E_AUTH_ALGORITHM', { accepted: tokenAlgorithms }, error);
  }
  if (error instanceof jose.JWSSignatureVerificationFailed)
    return tokenRefusal('E_AUTH_SIGNATURE', facts, error);
  if (error instanceof jose.JWKSNoMatchingKey || error instanceof jose.JWKSMultipleMatchingKeys) {
    return tokenRefusal('E_AUTH_KEY', facts, error);
  }
  if (
    error instanceof jose.JWSInvalid ||
    error instanceof jose.JWTInvalid ||
    error instanceof jose.JOSENotSupported
  ) {
    return tokenRefusal('E_AUTH_MALFORMED', {}, error);
  }
  // What remains is the network, or an issuer that answers something other than keys.
  return httpErrors.error('E_AUTH_KEYS_UNAVAILABLE', { facts, cause: error, retryAfterSeconds: 5 });
}

function instantOfSeconds(seconds: unknown): string | null {
  return typeof seconds === 'number' && Math.abs(seconds) < 8.64e12
    ? new Date(seconds * 1_000).toISOString()
    : null;
}
