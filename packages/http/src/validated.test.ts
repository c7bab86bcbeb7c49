import { silentLogger } from '@tongban/telemetry';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { open, requires } from './access.ts';
import type { App } from './app-env.ts';
import { createApp } from './create-app.ts';
import { openApiDocument, serveOpenApi } from './open-api.ts';
import { pageLimit } from './page-limit.ts';
import type { SentProblem } from './problem-document.ts';
import { createTestIssuer } from './testing.ts';
import { validated } from './validated.ts';
import { ownIssue } from './zod-problems.ts';

const issuer = await createTestIssuer();
const grant = z.object({
  purpose: z.string().min(2).max(20),
  fields: z.array(z.string().regex(/^\/[a-z]+$/)).min(1),
  days: z.int().min(1).max(10),
  kind: z.enum(['once', 'standing']),
  contact: z.strictObject({ 'name/full': z.string() }).optional(),
  even: z
    .int()
    .check((context) => {
      if (context.value % 2 === 0) return;
      const message = { zh: '须为偶数。', en: 'It has to be even.' };
      context.issues.push(ownIssue(context.value, { rule: 'even', expected: 2, message }));
    })
    .optional(),
  target: z
    .union([z.object({ id: z.string() }), z.object({ code: z.string(), zone: z.string() })])
    .optional(),
});

function appWith(): App {
  const app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
  app.post('/grants', open(), validated('json', grant), (c) => c.json(c.req.valid('json')));
  const query = z.object({ limit: pageLimit({ max: 1_000, default: 100 }), after: z.string().optional() });
  app.get('/feed', requires('department'), validated('query', query), (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json({ limit: limit satisfies number, after: after ?? null });
  });
  app.get('/plain', requires('department'), (c) => c.json({}));
  app.get('/plain/:id', requires('department'), (c) => c.json({}));
  app.get('/open-feed', open(), validated('query', query), (c) => c.json(c.req.valid('query')));
  app.get('/flows/:id', open(), validated('param', z.object({ id: z.string().max(8) })), (c) =>
    c.json(c.req.valid('param')),
  );
  serveOpenApi(app, { title: 'Test', version: '1', description: 'A test.' });
  return app;
}

const app = appWith();
const good = { purpose: 'Inspection', fields: ['/name'], days: 3, kind: 'once' };

function post(body: string, contentType = 'application/json'): Promise<Response> {
  return Promise.resolve(
    app.request('/grants', { method: 'POST', body, headers: { 'Content-Type': contentType } }),
  );
}

test('good input reaches the handler', async () => {
  const response = await post(JSON.stringify(good));
  expect(await response.json()).toEqual(good);
});

// zod measured the length of an object in the place of a text: E_INTERNAL, or a second defect that is none.
test.each([
  '{"toString":""}',
  '{"valueOf":{}}',
  '[[{"toString":""}]]',
  '{}',
  '"x"',
  '0',
  '1e9',
  'null',
  'true',
])('an object with a length %s is no text and no list, and nothing else is said of it', async (length) => {
  const odd = JSON.parse(`{"length":${length}}`);
  const response = await post(JSON.stringify({ ...good, purpose: odd, fields: odd, days: odd }));
  expect(response.status).toBe(400);
  const { code, problems } = (await response.json()) as { code: string; problems: SentProblem[] };
  expect(code).toBe('E_INPUT_INVALID');
  expect(problems.map(({ pointer, rule, expected }) => `${pointer} ${rule} ${expected}`)).toEqual([
    '/purpose type string',
    '/fields type array',
    '/days type number',
  ]);
});

test('every defect is named at once: where, which rule, what was expected', async () => {
  const response = await post(
    JSON.stringify({
      purpose: 'x',
      fields: ['/name', 'NAME'],
      days: 99,
      kind: 'never',
      contact: { 'name/full': 7, nick: 'y' },
      even: 3,
      target: { code: 'c' },
      extra: true,
    }),
  );
  expect(response.status).toBe(400);
  const { code, part, problems } = await response.json();
  expect([code, part]).toEqual(['E_INPUT_INVALID', 'json']);
  const found = (problems as SentProblem[]).map(({ pointer, rule, expected }) => [pointer, rule, expected]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['/purpose', 'minLength', 2],
      ['/fields/1', 'pattern', '/^\\/[a-z]+$/'],
      ['/days', 'maximum', 10],
      ['/kind', 'enum', ['once', 'standing']],
      ['/contact/name~1full', 'type', 'string'],
      ['/contact/nick', 'additionalProperties', undefined],
      ['/even', 'even', 2],
      ['/extra', 'additionalProperties', Object.keys(grant.shape)],
    ]),
  );
  expect(found.some(([pointer]) => String(pointer).startsWith('/target/'))).toBe(true);
  for (const { messages } of problems as SentProblem[]) {
    expect(messages.zh).toMatch(/\p{Script=Han}/u);
    expect(messages.en).not.toMatch(/\p{Script=Han}/u);
  }
});

test('what is missing is called required', async () => {
  const { problems, detail } = await (await post('{}')).json();
  expect(detail).toContain('in 4 places, listed in problems. Correct them and send it again.');
  const found = (problems as SentProblem[]).map(({ pointer, rule }) => `${pointer} ${rule}`);
  expect(found).toEqual(['/purpose required', '/fields required', '/days required', '/kind required']);
});

test.each<[string, string, string, number]>([
  ['{"a":', 'application/json', 'E_HTTP_JSON', 400],
  ['', 'application/json', 'E_HTTP_JSON', 400],
  ['{}', 'text/plain', 'E_HTTP_CONTENT_TYPE', 415],
  ['[]', 'application/json; charset=utf-8', 'E_INPUT_INVALID', 400],
  ['null', 'application/vnd.api+json', 'E_INPUT_INVALID', 400],
])('the body %j as %s is %s', async (body, contentType, code, status) => {
  const response = await post(body, contentType);
  expect([response.status, (await response.json()).code]).toEqual([status, code]);
});

test.each<[string, string, string]>([
  ['{"purpose":"a","purpose":"b","fields":[]}', '/purpose', 'duplicate-key'],
  ['{"contact":{"name":"a","n\\u0061me":"b"}}', '/contact/name', 'duplicate-key'],
  ['{"days":9007199254740993}', '/days', 'number-range'],
  ['{"purpose":"\\ud800"}', '/purpose', 'lone-surrogate'],
  ['\ufeff{}', '', 'byte-order-mark'],
  ['{"days":}', '/days', 'json-syntax'],
  [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, '/0'.repeat(1_000), 'depth'],
])(
  'what two readers could understand differently is refused with its place: %#',
  async (body, pointer, rule) => {
    const answer = await (await post(body)).json();
    expect(answer.code).toBe('E_HTTP_JSON');
    expect((answer.problems as SentProblem[]).map((one) => [one.pointer, one.rule])).toEqual([
      [pointer, rule],
    ]);
    expect(answer.details.zh).toMatch(/请更正后重新发送/);
  },
);

test('bytes that are not UTF-8 are refused as such', async () => {
  const body = Uint8Array.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]);
  const headers = { 'Content-Type': 'application/json' };
  const response = await app.request('/grants', { method: 'POST', body, headers });
  expect((await response.json()).code).toBe('E_HTTP_UTF8');
});

test('no JSON value at all makes the server fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (body) => {
      expect([200, 400]).toContain((await post(body)).status);
    }),
  );
});

test.each<[string, number | string]>([
  ['', 100],
  ['?limit=1', 1],
  ['?limit=1000', 1_000],
  ['?limit=1001', 'E_LIMIT'],
  ['?limit=1000000', 'E_LIMIT'],
  ['?limit=0', 'E_LIMIT'],
  ['?limit=-1', 'E_LIMIT'],
  ['?limit=1e3', 'E_LIMIT'],
  ['?limit=', 'E_LIMIT'],
  ['?limit=5&limit=6', 'E_INPUT_INVALID'],
  ['?limit=5&limt=6', 'E_INPUT_INVALID'],
])('the query %s gives %s', async (query, expected) => {
  const body = await (await app.request(`/open-feed${query}`)).json();
  expect(typeof expected === 'number' ? body.limit : body.code).toBe(expected);
});

test.each(['/open-feed?limit=1&limit=2', '/open-feed?limit=1&limit=1'])(
  'a parameter that comes twice is told so, and nothing else: %s',
  async (path) => {
    expect(await (await app.request(path)).json()).toMatchObject({
      code: 'E_INPUT_INVALID',
      detail: '/limit: It comes more than once; send one.',
      problems: [{ pointer: '/limit', rule: 'once' }],
    });
  },
);

test('a parameter that there is not is told which there are', async () => {
  const { problems } = await (await app.request('/open-feed?limt=6')).json();
  expect(problems).toMatchObject([
    { pointer: '/limt', rule: 'additionalProperties', expected: ['limit', 'after'] },
  ]);
  expect(problems[0].messages).toEqual({
    zh: '没有名为 “limt” 的项；可以有 limit、after。',
    en: 'There is nothing called “limt” here; there may be limit, after.',
  });
});

test.each(['/plain?colour=red', '/plain/7?colour=red', '/plain/7?colour=red&colour='])(
  'a route without a query refuses that of %s',
  async (path) => {
    const answer = await app.request(path, { headers: { authorization: await issuer.bearer() } });
    expect(answer.status).toBe(400);
    const body = await answer.json();
    expect(body).toMatchObject({
      code: 'E_INPUT_INVALID',
      part: 'query',
      problems: [{ pointer: '/colour', rule: 'additionalProperties', expected: [] }],
    });
    expect(body.details.zh).toMatch(/\p{Script=Han}/u);
  },
);

test.each([
  '/plain?__proto__=x',
  '/plain?%5F_proto__',
  '/feed?__proto__=x',
  '/feed?limit=5&__proto__=1&__proto__=2',
])('a parameter that is named as what every object has is refused like any other: %s', async (path) => {
  const answer = await app.request(path, { headers: { authorization: await issuer.bearer() } });
  expect(await answer.json()).toMatchObject({
    code: 'E_INPUT_INVALID',
    problems: [{ pointer: '/__proto__', rule: 'additionalProperties' }],
  });
});

test.each(['/plain?=x', '/plain?=', '/plain/7?&=x', '/feed?limit=5&=6', '/feed?=limit&=5'])(
  'a parameter without a name is refused like any other: %s',
  async (path) => {
    const answer = await app.request(path, { headers: { authorization: await issuer.bearer() } });
    expect(answer.status).toBe(400);
    expect((await answer.json()).problems).toMatchObject([{ pointer: '/', rule: 'additionalProperties' }]);
  },
);

test.each([
  '/plain',
  '/plain?',
  '/plain?&',
  '/plain/7',
  '/feed?limit=1',
  '/feed?limit=1&',
  '/feed?after=a?=b',
])('the query of %s is taken', async (path) => {
  const answer = await app.request(path, { headers: { authorization: await issuer.bearer() } });
  expect(answer.status).toBe(200);
});

test('who may not come in is told so, whatever the query', async () => {
  expect((await app.request('/plain?colour=red')).status).toBe(401);
});

test('parameters of the path are checked too', async () => {
  const response = await app.request('/flows/much-too-long');
  expect(await response.json()).toMatchObject({ code: 'E_INPUT_INVALID', part: 'param' });
});

test('the OpenAPI document describes parameters, bodies, access and problems', async () => {
  const document = JSON.parse(
    JSON.stringify(await openApiDocument(app, { title: 'T', version: '1', description: 'd' })),
  );
  expect(document.openapi).toMatch(/^3\.1/);
  const feed = document.paths['/feed'].get;
  expect(feed.security).toEqual([{ bearer: ['department'] }]);
  expect(feed.responses['401']).toEqual({ $ref: '#/components/responses/Problem' });
  expect(feed.responses['400']).toEqual({ $ref: '#/components/responses/Problem' });
  expect(feed.responses.default).toEqual({ $ref: '#/components/responses/Problem' });
  const limit = feed.parameters.find((parameter: { name: string }) => parameter.name === 'limit');
  expect(limit.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 1_000 });
  expect(limit.description).toContain('100');
  expect(limit.required ?? false).toBe(false);
  expect(document.paths['/open-feed'].get.security).toEqual([]);
  const body = document.paths['/grants'].post.requestBody.content['application/json'].schema;
  expect(body).toMatchObject({ type: 'object', additionalProperties: false });
  const { schema } = document.components.responses.Problem.content['application/problem+json'];
  expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
  expect(document.components.schemas.Problem.properties.code).toMatchObject({ type: 'string' });
});

test('the OpenAPI document is served, and not sent again to who has it', async () => {
  const first = await app.request('/openapi.json');
  expect((await first.json()).info.title).toBe('Test');
  const tag = first.headers.get('etag') ?? '';
  const again = await app.request('/openapi.json', { headers: { 'If-None-Match': `"other", W/${tag}` } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});
