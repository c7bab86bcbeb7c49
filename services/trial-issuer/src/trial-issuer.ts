import type { Role, TrustedIssuer } from '@tongban/http';
import type { Clock, IdSource, Localized } from '@tongban/kernel';
import { SignJWT } from 'jose';
import { openSigningKeys, type SigningKeys } from './signing-keys.ts';

/** Whom a token speaks for. */
export interface TokenRequest {
  readonly department: string;
  readonly system: string;
  readonly role: Role;
}

/** The embedded issuer of the trial: it believes what it is told, and so only ever serves its own machine. */
export interface TrialIssuer {
  /** For `createAuthenticator`. */
  readonly trusted: TrustedIssuer;
  /** The departments it issues tokens for. */
  readonly departments: readonly string[];
  /** `<origin>/identity`. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  /** Says where the server is reached, once it is known; the issuer's name follows from it unless an origin was given. */
  announce(origin: string): void;
  /** A signed access token, good for an hour. */
  token(request: TokenRequest): Promise<string>;
}

export interface TrialIssuerOptions {
  /** Where its keys are kept: `<data>/identity`. */
  readonly folder: string;
  readonly departments: readonly string[];
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Where the server is reached, for a server behind another address than its own. */
  readonly origin?: string;
}

export const tokenSeconds = 3_600;
export const audience = 'tongban';

/** Told with every token. */
export const trialWarning: Localized = {
  zh: '此令牌仅供试用：签发时未验证身份。正式使用请配置 OIDC 签发方。',
  en: 'This token is for trial only: it was issued without any proof of identity. For real use configure an OIDC issuer.',
};

/** Opens the issuer, making its first key where there is none. @throws E_IDENTITY_KEYS */
export async function openTrialIssuer(options: TrialIssuerOptions): Promise<TrialIssuer> {
  const { clock, ids, departments } = options;
  const keys = await openSigningKeys(options.folder, clock, tokenSeconds * 1_000);
  let issuer = issuerOf(options.origin ?? 'http://127.0.0.1');
  return {
    departments,
    keys,
    trusted: {
      get issuer() {
        return issuer;
      },
      audience,
      jwks: keys.published,
    },
    get issuer() {
      return issuer;
    },
    announce(origin) {
      if (options.origin === undefined) issuer = issuerOf(origin);
    },
    token({ department, system, role }) {
      const { kid, key } = keys.current();
      const nowSeconds = Math.floor(clock.now() / 1_000);
      return new SignJWT({ department, system, roles: [role] })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(`${department}/${system}/${role}`)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + tokenSeconds)
        .setJti(ids.next())
        .sign(key);
    },
  };
}

function issuerOf(origin: string): string {
  return `${origin}/identity`;
}
