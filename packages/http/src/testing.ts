/**
 * For tests only: an issuer that signs whatever it is asked to, and a check of answers by the OpenAPI document.
 *
 * @module
 */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Authenticator, createAuthenticator, type TrustedIssuer } from './authenticator.ts';

export * from './testing/answer-check.ts';
export * from './testing/answer-gaps.ts';

export interface TestIssuer {
  readonly trusted: TrustedIssuer;
  /** Believes this issuer alone. */
  readonly authenticate: Authenticator;
  /**
   * A token of the department `tax`, its system `ledger` and the role `department`, but for what is given.
   */
  token(claims?: JWTPayload): Promise<string>;
  /** The same as the value of an `Authorization` header. */
  bearer(claims?: JWTPayload): Promise<string>;
}

export async function createTestIssuer(issuer: string = 'https://issuer.example'): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' };
  const trusted: TrustedIssuer = { issuer, audience: 'tongban', jwks: () => ({ keys: [jwk] }) };
  const token = (claims: JWTPayload = {}): Promise<string> => {
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const usual = {
      iss: issuer,
      aud: 'tongban',
      sub: 'tax/ledger',
      exp: nowSeconds + 3_600,
      department: 'tax',
      system: 'ledger',
      roles: ['department'],
    };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .sign(privateKey);
  };
  return {
    trusted,
    authenticate: createAuthenticator({ issuers: [trusted] }),
    token,
    bearer: async (claims) => `Bearer ${await token(claims)}`,
  };
}
