import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type App,
  createApp,
  createAuthenticator,
  identityOf,
  type Listening,
  listen,
  requires,
} from '@tongban/http';
import { type AnswerCheck, answerCheckOf, seen } from '@tongban/http/testing';
import type { Clock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, expect, test } from 'vitest';
import { mountTrialIssuer } from './issuer-routes.ts';
import { openTrialIssuer, type TrialIssuer } from './trial-issuer.ts';

const folder = await mkdtemp(join(tmpdir(), 'tongban-issuer-'));
const running: Listening[] = [];
const clock: Clock & { nowMs: number } = {
  nowMs: Date.now(),
  now() {
    return this.nowMs;
  },
  after: () => () => {},
};
let folders = 0;
let check: AnswerCheck;

afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
  clock.nowMs = Date.now();
});
afterAll(() => rm(folder, { recursive: true }));

function openIssuer(inside: string = `${++folders}`): Promise<TrialIssuer> {
  const ids = { next: () => 'id-1' };
  return openTrialIssuer({ folder: join(folder, inside), departments: ['tax', 'courts'], clock, ids });
}

async function start(issuer: TrialIssuer, host: string = '127.0.0.1'): Promise<Listening> {
  const authenticate = createAuthenticator({ issuers: [issuer.trusted], clock });
  const app: App = createApp({ name: 'test', logger: silentLogger, authenticate });
  mountTrialIssuer(app, issuer, host);
  app.get('/me', requires('department', 'officer'), (c) => c.json(identityOf(c)));
  check = await answerCheckOf(app);
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  running.push(server);
  issuer.announce(server.url);
  return server;
}

function identityBehind(url: string, token: string): Promise<Response> {
  return fetch(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } });
}

/** Fetches from the issuer; the answer is as the OpenAPI document says. */
async function asked(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  check(await seen(url, init.method ?? 'GET', response));
  return response;
}

/** `fetch` forbids setting Host and Origin; whoever attacks does not use it. */
function ask(server: Listening, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port: server.port, host: '127.0.0.1', path, method: 'POST', headers };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end();
  });
}

test('the pasted curl gives a bare token that the platform accepts', async () => {
  const { url } = await start(await openIssuer());
  const response = await asked(`${url}/identity/token?as=tax&format=text`, { method: 'POST' });
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(response.headers.get('x-tongban-warning')).toBe('for trial only');
  const token = (await response.text()).trim();
  expect(await (await identityBehind(url, token)).json()).toEqual({
    subject: 'tax/trial/department',
    department: 'tax',
    system: 'trial',
    roles: ['department'],
    validUntilMs: expect.any(Number),
  });
});

test('a form works as well, names role and system, and the answer warns', async () => {
  const { url } = await start(await openIssuer());
  const body = new URLSearchParams({ as: 'courts', role: 'officer', system: 'filing' });
  const answer = await (await asked(`${url}/identity/token`, { method: 'POST', body })).json();
  expect(answer).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3_600,
    warning: { en: expect.stringContaining('trial') },
  });
  const claims = decodeJwt(answer.access_token);
  expect(claims).toMatchObject({
    iss: `${url}/identity`,
    aud: 'tongban',
    department: 'courts',
    system: 'filing',
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3_600);
  expect((await (await identityBehind(url, answer.access_token)).json()).roles).toEqual(['officer']);
});

test('discovery leads to the keys', async () => {
  const { url } = await start(await openIssuer());
  const found = await (await asked(`${url}/identity/.well-known/openid-configuration`)).json();
  expect(found.issuer).toBe(`${url}/identity`);
  const { keys } = await (await asked(found.jwks_uri)).json();
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
  expect(keys[0]).not.toHaveProperty('d');
});

test.each([
  'as=customs',
  'as=tax&role=king',
  'as=tax&system=../x',
  'as=tax&as=courts',
  'as=tax&colour=red',
  'role=officer',
  '',
])('the request %j is refused with its places', async (query) => {
  const { url } = await start(await openIssuer());
  const response = await asked(`${url}/identity/token?${query}`, { method: 'POST' });
  const problem = await response.json();
  expect([response.status, problem.code]).toEqual([400, 'E_IDENTITY_REQUEST']);
  expect(problem.problems.length).toBeGreaterThan(0);
});

test.each<[string, Record<string, string>]>([
  ['host', { Host: 'rebound.example:8080' }],
  ['host', { Host: '127.0.0.1.evil.example' }],
  ['origin', { Origin: 'https://evil.example' }],
  ['origin', { Origin: 'null' }],
  ['origin', { 'Sec-Fetch-Site': 'cross-site' }],
  ['proxy', { 'X-Forwarded-For': '203.0.113.7' }],
  ['proxy', { Forwarded: 'for=203.0.113.7' }],
])('a request is refused by its %s: %j', async (check, headers) => {
  const server = await start(await openIssuer());
  const host = { Host: `127.0.0.1:${server.port}` };
  const answer = JSON.parse(await ask(server, '/identity/token?as=tax', { ...host, ...headers }));
  expect(answer).toMatchObject({ code: 'E_IDENTITY_NOT_LOCAL', status: 403, check });
});

test.each(['localhost', '127.0.0.1', '[::1]'])(
  'the name %s is this machine, and so is its own page',
  async (name) => {
    const server = await start(await openIssuer());
    const host = `${name}:${server.port}`;
    const headers = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
    expect(JSON.parse(await ask(server, '/identity/token?as=tax', headers))).toHaveProperty('access_token');
  },
);

test.each(['0.0.0.0', '::', '10.0.0.5', 'tongban.example'])(
  'a server that listens on %s issues nothing',
  async (host) => {
    const { url } = await start(await openIssuer(), host);
    const response = await asked(`${url}/identity/token?as=tax`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ code: 'E_IDENTITY_NOT_LOCAL', check: 'listen-host' });
  },
);

test('keys are private to their owner and survive a restart', async () => {
  const first = await openIssuer('kept');
  const token = await first.token({ department: 'tax', system: 'trial', role: 'department' });
  const path = join(folder, 'kept', 'keys.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const again = await openIssuer('kept');
  expect(again.keys.current().kid).toBe(first.keys.current().kid);
  const authenticate = createAuthenticator({ issuers: [again.trusted], clock });
  expect((await authenticate(`Bearer ${token}`)).department).toBe('tax');
});

test('after a rotation old tokens work until they end, and the old private key is gone', async () => {
  const issuer = await openIssuer('rotated');
  const old = await issuer.token({ department: 'tax', system: 'trial', role: 'department' });
  const oldKey = issuer.keys.current().kid;
  await issuer.keys.rotate();
  expect(issuer.keys.current().kid).not.toBe(oldKey);
  expect(issuer.keys.published().keys).toHaveLength(2);
  const believes = (token: string): Promise<unknown> =>
    Promise.resolve(createAuthenticator({ issuers: [issuer.trusted], clock })(`Bearer ${token}`));
  await believes(old);
  await believes(await issuer.token({ department: 'tax', system: 'trial', role: 'department' }));
  const stored = JSON.parse(await readFile(join(folder, 'rotated', 'keys.json'), 'utf8'));
  expect(stored.keys.map((key: { privateJwk?: unknown }) => key.privateJwk !== undefined)).toEqual([
    true,
    false,
  ]);
  clock.nowMs += 3_700_000;
  expect(issuer.keys.published().keys).toHaveLength(1);
});

test('a key of more than thirty days is replaced at the start', async () => {
  const { kid } = (await openIssuer('old')).keys.current();
  clock.nowMs += 31 * 24 * 3_600_000;
  const issuer = await openIssuer('old');
  expect(issuer.keys.current().kid).not.toBe(kid);
});

test('keys that cannot be read are said so', async () => {
  await openIssuer('broken');
  await writeFile(join(folder, 'broken', 'keys.json'), '{"keys":');
  await expect(openIssuer('broken')).rejects.toMatchObject({ code: 'E_IDENTITY_KEYS' });
});

test.each(['keys-below-a-file', '/proc/tongban/identity'])(
  'a folder that cannot be made is named: %s',
  async (place) => {
    const below = join(folder, 'file');
    await writeFile(below, '');
    const path = place.startsWith('/') ? place : join(below, place);
    const opening = openTrialIssuer({
      folder: path,
      departments: ['tax'],
      clock,
      ids: { next: () => 'id-1' },
    });
    await expect(opening).rejects.toMatchObject({
      code: 'E_IDENTITY_KEYS',
      detail: {
        zh: expect.stringContaining(`目录 ${path}`),
        en: expect.stringContaining(`The folder ${path} cannot be made`),
      },
    });
  },
);
