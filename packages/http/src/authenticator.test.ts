import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, TongbanError } from '@tongban/kernel';
import { base64url, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { expect, test, vi } from 'vitest';
import { createAuthenticator, type TrustedIssuer } from './authenticator.ts';
import { createTestIssuer } from './testing.ts';

const issuer = await createTestIssuer();
const hourMs = 3_600_000;

function clockAt(start: number): Clock & { nowMs: number } {
  return {
    nowMs: start,
    now() {
      return this.nowMs;
    },
    after: () => () => {},
  };
}

async function refusalOf(
  authorization: string | undefined,
  issuers: readonly TrustedIssuer[] = [issuer.trusted],
): Promise<TongbanError> {
  try {
    await createAuthenticator({ issuers })(authorization);
  } catch (error) {
    return error as TongbanError;
  }
  throw new Error('it was let in');
}

test('a good token gives the identity in its claims', async () => {
  const bearer = await issuer.bearer({
    department: 'courts',
    system: 'filing',
    roles: ['auditor', 'guest', 'officer'],
  });
  expect(await issuer.authenticate(bearer)).toEqual({
    subject: 'tax/ledger',
    department: 'courts',
    system: 'filing',
    roles: ['officer', 'auditor'],
  });
});

test.each(['platform', 'sharing'])('nobody is a department under the name %s', async (department) => {
  const bearer = await issuer.bearer({ department, roles: ['department', 'officer', 'operator'] });
  expect((await issuer.authenticate(bearer)).roles).toEqual(['operator']);
  const refusal = await refusalOf(await issuer.bearer({ department, roles: ['department', 'officer'] }));
  expect(refusal.code).toBe('E_AUTH_CLAIMS');
  expect(refusal.detail.en).toContain('at least one of operator, auditor.');
});

const seconds = (): number => Math.floor(Date.now() / 1_000);

test.each<[string, () => Promise<string | undefined> | string | undefined]>([
  ['E_AUTH_MISSING', () => undefined],
  ['E_AUTH_MISSING', () => 'Bearer  '],
  ['E_AUTH_SCHEME', () => 'Basic dGF4OnRheA=='],
  ['E_AUTH_SCHEME', () => 'Bearer'],
  ['E_AUTH_MALFORMED', () => 'Bearer abc'],
  ['E_AUTH_MALFORMED', () => 'Bearer a.b.c'],
  ['E_AUTH_MALFORMED', () => `Bearer ${'x'.repeat(10_000)}`],
  ['E_AUTH_EXPIRED', () => issuer.bearer({ exp: seconds() - 60 })],
  ['E_AUTH_NOT_YET_VALID', () => issuer.bearer({ nbf: seconds() + 60 })],
  ['E_AUTH_ISSUER', () => issuer.bearer({ iss: 'https://elsewhere.example' })],
  ['E_AUTH_AUDIENCE', () => issuer.bearer({ aud: 'another-platform' })],
  ['E_AUTH_CLAIMS', () => issuer.bearer({ department: 'Tax Office' })],
  ['E_AUTH_CLAIMS', () => issuer.bearer({ roles: ['guest'] })],
  ['E_AUTH_SIGNATURE', async () => `${(await issuer.bearer()).slice(0, -6)}AAAAAA`],
  ['E_AUTH_ALGORITHM', () => unsigned()],
  ['E_AUTH_ALGORITHM', () => symmetric()],
  ['E_AUTH_KEY', () => foreignKey()],
])('%s is told apart', async (code, authorization) => {
  const refusal = await refusalOf(await authorization());
  expect(refusal.code).toBe(code);
  expect(refusal.status).toBe(401);
  expect(refusal.detail.zh).not.toBe('');
});

/** `alg: none` with the claims of a good token: the classic forgery. */
async function unsigned(): Promise<string> {
  const [, payload] = (await issuer.token()).split('.');
  return `Bearer ${base64url.encode(JSON.stringify({ alg: 'none' }))}.${payload}.`;
}

/** HMAC under a public value: the other classic. */
function symmetric(): Promise<string> {
  const key = new TextEncoder().encode('a public key that everyone knows');
  const claims = { iss: 'https://issuer.example', aud: 'tongban', exp: seconds() + 60 };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'test' })
    .sign(key)
    .then((token) => `Bearer ${token}`);
}

async function foreignKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA');
  const claims = { iss: 'https://issuer.example', aud: 'tongban', exp: seconds() + 60 };
  return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'other' }).sign(privateKey)}`;
}

test('a token is verified once, and no longer believed when it has expired', async () => {
  const clock = clockAt(Date.now());
  const jwks = vi.fn('jwks' in issuer.trusted ? issuer.trusted.jwks : undefined);
  const authenticate = createAuthenticator({ issuers: [{ ...issuer.trusted, jwks }], clock });
  const bearer = await issuer.bearer({ exp: Math.floor(clock.nowMs / 1_000) + 120 });
  for (let time = 0; time < 5; time++) await authenticate(bearer);
  expect(jwks).toHaveBeenCalledTimes(1);
  clock.nowMs += 130_000;
  await expect(authenticate(bearer)).rejects.toMatchObject({ code: 'E_AUTH_EXPIRED' });
});

test('a remembered token speaks for no other that ends alike', async () => {
  const authenticate = createAuthenticator({ issuers: [issuer.trusted] });
  const bearer = await issuer.bearer();
  await authenticate(bearer);
  const [head, payload = '', signature] = bearer.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = base64url.encode(JSON.stringify({ ...claims, department: 'customs' }));
  const refused = Promise.try(() => authenticate(`${head}.${forged}.${signature}`));
  await expect(refused).rejects.toMatchObject({ code: 'E_AUTH_SIGNATURE' });
});

test('a withdrawn key stops working within minutes, though its tokens live longer', async () => {
  const clock = clockAt(Date.now());
  let keys: JSONWebKeySet = await ('jwks' in issuer.trusted ? issuer.trusted.jwks() : { keys: [] });
  const authenticate = createAuthenticator({ issuers: [{ ...issuer.trusted, jwks: () => keys }], clock });
  const bearer = await issuer.bearer({ exp: Math.floor((clock.nowMs + hourMs) / 1_000) });
  await authenticate(bearer);
  keys = { keys: [] };
  clock.nowMs += 6 * 60_000;
  await expect(authenticate(bearer)).rejects.toMatchObject({ code: 'E_AUTH_KEY' });
});

test('the memory of tokens is bounded', async () => {
  const jwks = vi.fn('jwks' in issuer.trusted ? issuer.trusted.jwks : undefined);
  const authenticate = createAuthenticator({ issuers: [{ ...issuer.trusted, jwks }], cacheEntriesMax: 2 });
  const bearers = await Promise.all(['a', 'b', 'c'].map((sub) => issuer.bearer({ sub })));
  for (const bearer of bearers) await authenticate(bearer);
  await authenticate(bearers[2]);
  expect(jwks).toHaveBeenCalledTimes(3);
  await authenticate(bearers[0]);
  expect(jwks).toHaveBeenCalledTimes(4);
});

test('keys of an issuer elsewhere are fetched, and its absence is not the caller’s fault', async () => {
  const keys = await ('jwks' in issuer.trusted ? issuer.trusted.jwks() : { keys: [] });
  const server = createServer((_request, response) => response.end(JSON.stringify(keys)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const remote = { issuer: issuer.trusted.issuer, audience: 'tongban', jwksUri };
  const identity = await createAuthenticator({ issuers: [remote] })(await issuer.bearer());
  expect(identity.department).toBe('tax');
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  const refusal = await refusalOf(await issuer.bearer(), [remote]);
  expect(refusal).toMatchObject({ code: 'E_AUTH_KEYS_UNAVAILABLE', status: 503, retryable: true });
});
