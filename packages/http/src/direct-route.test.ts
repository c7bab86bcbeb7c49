import { systemClock } from '@tongban/kernel';
import { exportTraces, type Metrics, prometheusMetrics, silentLogger } from '@tongban/telemetry';
import { startOtlpReceiver } from '@tongban/testing';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { identityOf, requires } from './access.ts';
import type { App } from './app-env.ts';
import { createApp } from './create-app.ts';
import { answerDirectly } from './direct-route.ts';
import { httpErrors } from './errors.ts';
import { type Listening, listen } from './listen.ts';
import { tokenBuckets } from './rate-limit.ts';
import { readText } from './request-body.ts';
import { createTestIssuer } from './testing.ts';
import { validated } from './validated.ts';

const issuer = await createTestIssuer();
const listening: Listening[] = [];

afterEach(async () => {
  await Promise.all(listening.splice(0).map((one) => one.close(0)));
});

/** What the route does, whichever way a request comes to it. */
function work(text: string, department: string): object {
  if (text === 'refuse') throw httpErrors.error('E_HTTP_JSON');
  if (text === 'fail') throw new Error('a fault of ours');
  return { text, department };
}

function appWith(options: {
  readonly direct: boolean;
  readonly perSecond?: number;
  readonly metrics?: Metrics;
}): App {
  const { direct, perSecond = 1_000, metrics } = options;
  const app = createApp({
    name: 'test',
    logger: silentLogger,
    authenticate: issuer.authenticate,
    ...(metrics && { metrics }),
    rateLimit: tokenBuckets({ clock: { ...systemClock, now: () => 0 }, perSecond }),
  });
  const query = validated('query', z.object({ atomic: z.literal('true').optional() }));
  app.post('/work', requires('department'), query, async (c) =>
    c.json({ ...work(await readText(c), identityOf(c).department), way: 'app' }, 201),
  );
  if (direct) {
    answerDirectly(app, {
      method: 'POST',
      path: '/work',
      roles: ['department'],
      answer: async ({ body, identity }) => ({
        status: body.length === 0 ? 200 : 201,
        body: { ...work(Buffer.from(body).toString(), identity.department), way: 'direct' },
      }),
    });
  }
  return app;
}

async function start(app: App): Promise<string> {
  const one = await listen(app, { host: '127.0.0.1', port: 0 });
  listening.push(one);
  return one.url;
}

async function post(url: string, init: RequestInit = {}, path = '/work'): Promise<Response> {
  const headers = { authorization: await issuer.bearer(), 'x-request-id': 'request-of-mine' };
  return fetch(url + path, { method: 'POST', body: 'x', ...init, headers: { ...headers, ...init.headers } });
}

const changing = ['date', 'keep-alive', 'ratelimit', 'content-length'];
async function told(response: Response): Promise<unknown> {
  const { way: _, ...body } = (await response.json()) as Record<string, unknown>;
  const headers = [...response.headers].filter(([name]) => !changing.includes(name));
  return { status: response.status, headers, body };
}

test.each<[string, RequestInit]>([
  ['a success', {}],
  ['no token', { headers: { authorization: '' } }],
  ['a token that is none', { headers: { authorization: 'Bearer x' } }],
  ['another role', { headers: { authorization: await issuer.bearer({ roles: ['auditor'] }) } }],
  ['a compressed body', { headers: { 'content-encoding': 'gzip' } }],
  ['a body that is too large', { body: 'x'.repeat(10_000_000) }],
  ['a refusal', { body: 'refuse', headers: { 'accept-language': 'zh' } }],
  ['a fault', { body: 'fail' }],
])('%s is answered as through the app', async (_, init) => {
  const [direct, through] = [await start(appWith({ direct: true })), await start(appWith({ direct: false }))];
  expect(await told(await post(direct, init))).toEqual(await told(await post(through, init)));
});

test('plain requests are answered directly, others by the app', async () => {
  const url = await start(appWith({ direct: true }));
  const way = async (response: Response): Promise<unknown> => (await response.json()).way;
  expect(await way(await post(url))).toBe('direct');
  expect(await way(await post(url, {}, '/work?atomic=true'))).toBe('app');
  expect((await post(url, {}, '/work?atomc=true')).status).toBe(400);
  expect((await post(url, { method: 'PUT' })).status).toBe(405);

  const receiver = await startOtlpReceiver();
  const traces = await exportTraces({ endpoint: receiver.endpoint, service: 'test' });
  expect(await way(await post(url))).toBe('app');
  await traces.close();
  await receiver.close();
  expect(receiver.spans.map(({ name }) => name)).toContain('POST /work');
});

test('a request counts once against its rate, and is measured once, also where it is refused', async () => {
  const metrics = prometheusMetrics();
  const url = await start(appWith({ direct: true, perSecond: 4, metrics }));
  const statuses: number[] = [];
  for (const body of ['x', 'refuse', 'x', '', 'x']) statuses.push((await post(url, { body })).status);
  expect(statuses).toEqual([201, 400, 201, 200, 429]);
  const measured = (await metrics.text()).matchAll(
    /duration\w*_count\{.*route="\/work",status="(\d+)".*\} (\d+)/g,
  );
  expect(Object.fromEntries([...measured].map(([, status, count]) => [status, count]))).toEqual({
    200: '1',
    201: '2',
    400: '1',
    429: '1',
  });
  await metrics.close();
});
