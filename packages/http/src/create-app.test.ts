import { defineErrors } from '@tongban/kernel';
import { createLogger, prometheusMetrics, silentLogger } from '@tongban/telemetry';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { assertAccessDeclared, identityOf, open, requires, undeclaredRoutes } from './access.ts';
import type { App, HttpEnv } from './app-env.ts';
import { type AppOptions, createApp } from './create-app.ts';
import { tokenBuckets } from './rate-limit.ts';
import { createTestIssuer } from './testing.ts';

const issuer = await createTestIssuer();
const errors = defineErrors({
  E_TEST_CONFLICT: { status: 409, retryable: true, title: { zh: '冲突', en: 'A conflict' } },
});

function appWith(options: Partial<AppOptions> = {}): App {
  const app = createApp({
    name: 'test',
    logger: silentLogger,
    authenticate: issuer.authenticate,
    ...options,
  });
  app.get('/conflict', open(), () => {
    throw errors.error('E_TEST_CONFLICT', {
      detail: { zh: '流已前进。', en: 'The stream moved on.' },
      facts: { stream: 's', expected: 3, actual: 4, type: 'a fact must not displace a member' },
      problems: [{ pointer: '/a', rule: 'required', expected: 'x', message: { zh: '缺少', en: 'Missing' } }],
      retryAfterSeconds: 1.2,
    });
  });
  app.get('/bug', open(), () => {
    throw new Error('secret internals: /etc/passwd');
  });
  app.get('/odd', open(), () => {
    throw 'not an error';
  });
  app.post('/publish', requires('department'), (c) => c.json(identityOf(c)));
  app.get('/audit', requires('auditor', 'operator'), (c) => c.json({}));
  app.get('/both/:id', open(), (c) => c.json({}));
  app.delete('/both/:id', open(), (c) => c.json({}));
  return app;
}

test('a refusal becomes a problem document with both languages, its facts and its places', async () => {
  const response = await appWith().request('/conflict', {
    headers: { 'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.8' },
  });
  expect(response.status).toBe(409);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('content-language')).toBe('zh');
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toEqual({
    type: 'https://tongban.example/problems/E_TEST_CONFLICT',
    title: '冲突',
    status: 409,
    detail: '流已前进。',
    instance: '/conflict',
    code: 'E_TEST_CONFLICT',
    retryable: true,
    requestId: response.headers.get('x-request-id'),
    stream: 's',
    expected: 3,
    actual: 4,
    titles: { zh: '冲突', en: 'A conflict' },
    details: { zh: '流已前进。', en: 'The stream moved on.' },
    problems: [
      {
        pointer: '/a',
        rule: 'required',
        expected: 'x',
        message: '缺少',
        messages: { zh: '缺少', en: 'Missing' },
      },
    ],
  });
});

test.each(['/bug', '/odd'])(
  'a failure of ours at %s is logged whole and told without internals',
  async (path) => {
    const lines: string[] = [];
    const logger = createLogger({
      level: 'info',
      name: 'x',
      destination: { write: (line) => void lines.push(line) },
    });
    const response = await appWith({ logger }).request(path);
    const text = await response.text();
    const problem = JSON.parse(text);
    expect(problem).toMatchObject({ status: 500, code: 'E_INTERNAL' });
    expect(text).not.toMatch(/secret|passwd|not an error|create-app/);
    expect(lines[0]).toMatch(/secret internals|not an error/);
    expect(JSON.parse(lines[0] ?? '').requestId).toBe(problem.requestId);
  },
);

test('an unknown address is 404, an unknown method 405 with Allow', async () => {
  const app = appWith();
  const nowhere = await app.request('/nowhere');
  const notFound = await nowhere.json();
  expect([nowhere.status, notFound.code]).toEqual([404, 'E_HTTP_NOT_FOUND']);
  expect(notFound.detail).toContain('/docs');
  const wrong = await app.request('/both/7', { method: 'PUT' });
  expect([wrong.status, (await wrong.json()).code]).toEqual([405, 'E_HTTP_METHOD']);
  expect(wrong.headers.get('allow')).toBe('GET, DELETE, HEAD');
});

test('every answer has a request id and the security headers', async () => {
  const app = appWith();
  const plain = await app.request('/both/7');
  expect(plain.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
  expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
  expect(plain.headers.get('content-security-policy')).toContain("default-src 'none'");
  const own = await app.request('/both/7', { headers: { 'X-Request-Id': 'their-own-1' } });
  expect(own.headers.get('x-request-id')).toBe('their-own-1');
  const hostile = await app.request('/both/7', { headers: { 'X-Request-Id': '<script>alert(1)</script>' } });
  expect(hostile.headers.get('x-request-id')).not.toContain('script');
});

test('a route lets in who has the role and explains to everyone else', async () => {
  const app = appWith();
  const as = (authorization: string, path: string, method: string): Promise<Response> =>
    Promise.resolve(app.request(path, { method, headers: { Authorization: authorization } }));
  const department = await issuer.bearer();
  const allowed = await as(department, '/publish', 'POST');
  expect(await allowed.json()).toMatchObject({ department: 'tax', system: 'ledger' });
  const missing = await app.request('/publish', { method: 'POST' });
  expect(missing.status).toBe(401);
  expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="tongban"');
  const expired = await as(await issuer.bearer({ exp: 1_000 }), '/publish', 'POST');
  expect(expired.headers.get('www-authenticate')).toContain('error="invalid_token"');
  const forbidden = await as(department, '/audit', 'GET');
  expect(forbidden.status).toBe(403);
  expect(await forbidden.json()).toMatchObject({
    code: 'E_AUTH_ROLE',
    needed: ['auditor', 'operator'],
    roles: ['department'],
  });
});

test('a route that does not say who may use it is found, also in a mounted app', () => {
  const app = appWith();
  expect(undeclaredRoutes(app)).toEqual([]);
  app.use('/late/*', async (_c, next) => next());
  expect(undeclaredRoutes(app)).toEqual([]);
  const inner = new Hono<HttpEnv>();
  inner.get('/good', open(), (c) => c.json({}));
  inner.get('/forgot', (c) => c.json({}));
  inner.onError((_error, c) => c.text('own'));
  app.route('/inner', inner);
  app.all('/anything', (c) => c.json({}));
  app.post('/too-late', (_c, next) => next(), requires('operator'));
  expect(undeclaredRoutes(app)).toEqual(['GET /inner/forgot', 'ALL /anything', 'POST /too-late']);
  expect(() => assertAccessDeclared(app)).toThrow('GET /inner/forgot');
});

test('a department beyond its rate waits; another does not', async () => {
  const clock = { nowMs: 0, now: () => clock.nowMs, after: () => () => {} };
  const app = appWith({ rateLimit: tokenBuckets({ clock, perSecond: 2 }) });
  const ask = async (department: string): Promise<Response> =>
    app.request('/publish', {
      method: 'POST',
      headers: { Authorization: await issuer.bearer({ department }) },
    });
  const statuses: number[] = [];
  for (let time = 0; time < 3; time++) statuses.push((await ask('tax')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await ask('tax');
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('ratelimit')).toBe('"department";r=0;t=1');
  expect(await refused.json()).toMatchObject({ code: 'E_RATE_LIMIT', department: 'tax', perSecond: 2 });
  expect((await ask('courts')).status).toBe(200);
  clock.nowMs += 500;
  expect((await ask('tax')).status).toBe(200);
});

test('requests are measured by route, not by path', async () => {
  const metrics = prometheusMetrics();
  const app = appWith({ metrics });
  await app.request('/both/7');
  await app.request('/both/8');
  const text = await metrics.text();
  expect(text).toMatch(/http_server_request_duration\w*_count\{[^}]*route="\/both\/:id"[^}]*\} 2/);
  await metrics.close();
});
