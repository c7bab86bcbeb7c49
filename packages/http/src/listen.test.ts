import { once } from 'node:events';
import { connect } from 'node:net';
import { silentLogger } from '@tongban/telemetry';
import { streamSSE } from 'hono/streaming';
import { afterEach, expect, test } from 'vitest';
import { open, requires } from './access.ts';
import { type App, cancelledOf } from './app-env.ts';
import { createApp } from './create-app.ts';
import { answerDirectly } from './direct-route.ts';
import { type Listening, listen } from './listen.ts';
import { readBytes } from './request-body.ts';
import { createTestIssuer } from './testing.ts';

const issuer = await createTestIssuer();
const bytesMax = 1_000;
let running: Listening | undefined;

afterEach(async () => {
  await running?.close(0);
  running = undefined;
});

function appWith(): App {
  const app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
  app.get('/plain', open(), (c) => c.json({ ok: true }));
  app.get('/page', open(), (c) => c.html('<p>', 200, { 'Content-Security-Policy': "default-src 'self'" }));
  app.post('/body', open(), async (c) => c.json({ bytes: (await readBytes(c, bytesMax)).length }));
  app.post('/mine', requires('department'), (c) => c.json({}));
  app.post('/direct', requires('department'), (c) => c.json({}));
  answerDirectly(app, {
    method: 'POST',
    path: '/direct',
    roles: ['department'],
    answer: async () => ({ status: 200, body: {} }),
  });
  return app;
}

async function start(app: App = appWith()): Promise<Listening> {
  running = await listen(app, { host: '127.0.0.1', port: 0 });
  return running;
}

/** Sends bytes as they are, and gives everything that comes back until the connection ends. */
async function raw(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {});
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return received;
}

test('answers carry the request id and the security headers, unless the handler has its own', async () => {
  const { url } = await start();
  const plain = await fetch(`${url}/plain`);
  expect(plain.headers.get('x-request-id')).toBeTruthy();
  expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
  expect(plain.headers.get('cache-control')).toBe('no-store');
  const page = await fetch(`${url}/page`);
  expect(page.headers.get('content-security-policy')).toBe("default-src 'self'");
  const refused = await fetch(`${url}/mine`, { method: 'POST' });
  expect([refused.status, refused.headers.get('x-content-type-options')]).toEqual([401, 'nosniff']);
  const mine = await fetch(`${url}/mine`, {
    method: 'POST',
    headers: { Authorization: await issuer.bearer() },
  });
  expect(mine.headers.get('ratelimit-policy')).toBe('"department";q=20000;w=1');
  const nowhere = await fetch(`${url}/nowhere`, { headers: { 'Accept-Language': 'zh' } });
  expect((await nowhere.json()).title).toBe('没有这个地址');
});

test('a body up to the limit is read, a larger one is refused and the connection goes on or ends cleanly', async () => {
  const { url } = await start();
  const send = (bytes: number): Promise<Response> =>
    fetch(`${url}/body`, { method: 'POST', body: 'x'.repeat(bytes) });
  expect(await (await send(bytesMax)).json()).toEqual({ bytes: bytesMax });
  const refused = await send(bytesMax + 1);
  expect([refused.status, (await refused.json()).code]).toEqual([413, 'E_HTTP_BODY_TOO_LARGE']);
  expect((await fetch(`${url}/plain`)).status).toBe(200);
});

test('a body that is too large is refused before it has arrived', async () => {
  const { port } = await start();
  const head = 'POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n';
  const answer = await raw(port, head, 'only the beginning');
  expect(answer).toContain('HTTP/1.1 413');
  expect(answer).toContain('E_HTTP_BODY_TOO_LARGE');
});

test('a caller that waits before it sends its body is told to go on when it is wanted', async () => {
  const { port } = await start();
  const expecting = (path: string, length: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n`;
  const last = 'Connection: close\r\n\r\n';
  const good = await raw(port, `${expecting('/body', 2)}\r\n{}`, `${expecting('/body', 3)}${last}{ }`);
  expect(good.match(/HTTP\/1.1 \d+/g)).toEqual([100, 200, 100, 200].map((status) => `HTTP/1.1 ${status}`));
  expect(good).toContain('{"bytes":3}');
  // Refused by the head alone: nobody is asked for a body, and the connection ends, though it was to be kept.
  for (const [path, length, status] of [
    ['/body', 1_000_000, 413],
    ['/mine', 2, 401],
    ['/nowhere', 2, 404],
  ] as const) {
    const refused = await raw(port, `${expecting(path, length)}\r\n`);
    expect(refused.match(/HTTP\/1.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    expect(refused).toMatch(/^connection: close\r$/im);
  }
});

test('a chunked body is counted while it arrives', async () => {
  const { port } = await start();
  const chunk = `1f4\r\n${'x'.repeat(500)}\r\n`;
  const head = 'POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  expect(await raw(port, head, chunk, chunk, chunk)).toContain('HTTP/1.1 413');
});

test('compressed bodies are refused', async () => {
  const { url } = await start();
  const headers = { 'Content-Encoding': 'gzip' };
  const response = await fetch(`${url}/body`, { method: 'POST', body: 'x', headers });
  expect([response.status, (await response.json()).code]).toEqual([415, 'E_HTTP_CONTENT_ENCODING']);
});

test.each<[string, string, readonly string[]]>([
  ['a token', 'Authorization: Bearer x\r\nauthorization: Bearer y', ['authorization']],
  ['a content type', 'Content-Type: text/plain\r\nContent-Type: application/json', ['content-type']],
  ['a host', 'Host: y', ['host']],
  ['an Idempotency-Key', 'Idempotency-Key: k\r\nIdempotency-Key: k', ['idempotency-key']],
  ['a Last-Event-ID', 'Last-Event-ID: tax:1\r\nLast-Event-ID: tax:2', ['last-event-id']],
  ['attributes of an event', 'ce-id: 1\r\nCE-Type: t\r\nCe-Id: 2\r\nce-type: t', ['ce-id', 'ce-type']],
])('%s that comes twice is refused by name', async (_, headers, names) => {
  const { port } = await start();
  for (const path of ['/body', '/mine', '/nowhere', '/direct']) {
    const [head, body = ''] = (
      await raw(
        port,
        `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`,
      )
    ).split('\r\n\r\n');
    expect(head).toContain('HTTP/1.1 400 ');
    const { code, headers: told, details } = JSON.parse(body);
    expect([code, told]).toEqual(['E_HTTP_HEADER_TWICE', names]);
    for (const name of names) expect([details.zh, details.en].join()).toContain(name);
  }
});

test('lists, and headers that nobody reads, may come in several lines', async () => {
  const { port } = await start();
  const lines = 'Accept-Language: de\r\nAccept-Language: zh\r\nX-Other: a\r\nX-Other: b\r\n';
  const answer = await raw(port, `GET /nowhere HTTP/1.1\r\nHost: x\r\n${lines}Connection: close\r\n\r\n`);
  expect(answer).toContain('HTTP/1.1 404 ');
  expect(answer).toContain('"title":"没有这个地址"');
});

test.each<[string, string, number, string]>([
  ['nonsense', 'NONSENSE\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  [
    'huge headers',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    431,
    'E_HTTP_HEADERS_TOO_LARGE',
  ],
  ['a method that does not exist', 'BREW /plain HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['a control character', 'GET /plain HTTP/1.1\r\nHost: x\r\nX: a\u0001\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['no host', 'GET /plain HTTP/1.1\r\nA: b\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['a host that is none', 'GET /plain HTTP/1.1\r\nHost: a b<>\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['a path that is none', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['a backslash', 'GET /\\x HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'E_HTTP_REFUSED'],
  ['a tunnel', 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n', 405, 'E_HTTP_METHOD'],
  [
    'a strange expectation',
    'POST /body HTTP/1.1\r\nHost: x\r\nExpect: all\r\nContent-Length: 2\r\n\r\n{}',
    417,
    'E_HTTP_EXPECTATION',
  ],
])('%s on the wire gets a problem document, and the server lives', async (_name, bytes, status, code) => {
  const { port, url } = await start();
  const [head = '', body = ''] = (await raw(port, bytes)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  const { details, ...problem } = JSON.parse(body);
  expect(problem).toMatchObject({ code, status });
  expect(details.zh).toMatch(/请/);
  expect((await fetch(`${url}/plain`)).status).toBe(200);
});

test('the refusal of a tunnel says which methods there are', async () => {
  const { port } = await start();
  const answer = await raw(port, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n');
  expect(answer).toMatch(/^allow: GET, HEAD, POST\r$/im);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').allow).toEqual(['GET', 'HEAD', 'POST']);
});

test('what cannot be read is refused in the language that it asks for', async () => {
  const { port } = await start();
  const answer = await raw(
    port,
    'GET /plain HTTP/1.1\r\nAccept-Language: zh-CN\r\nHost: x\r\nX: \u0001\r\n\r\n',
  );
  expect(answer).toContain('"title":"请求无法处理"');
});

test('a request that is cut short is said so', async () => {
  const { port } = await start();
  const head = 'POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc';
  const socket = connect({ port, host: '127.0.0.1' }).setEncoding('utf8');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.end(head);
  await once(socket, 'close');
  expect(answer).toContain('E_HTTP_BODY_CUT_SHORT');
});

test('HTTP/1.0, which has no Host, is served', async () => {
  const { port } = await start();
  expect(await raw(port, 'GET /plain HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK.*\{"ok":true\}$/s);
});

test('a port that is taken is said so, with what to do', async () => {
  const { port } = await start();
  const second = listen(appWith(), { host: '127.0.0.1', port });
  await expect(second).rejects.toMatchObject({
    code: 'E_HTTP_PORT_IN_USE',
    detail: { en: expect.stringContaining(`--port ${port + 1}`) },
  });
});

test('an app with a route that declares nothing is not served', async () => {
  const app = appWith();
  app.get('/forgot', (c) => c.json({}));
  await expect(listen(app, { host: '127.0.0.1', port: 0 })).rejects.toThrow('GET /forgot');
});

test('closing tells long polls and streams to end, and lets them answer', async () => {
  const app = appWith();
  const waiting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  app.get('/poll', open(), async (c) => {
    waiting[0]?.resolve();
    await once(cancelledOf(c), 'abort');
    return c.json({ events: [] });
  });
  app.get('/stream', open(), (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ data: 'first' });
      waiting[1]?.resolve();
      await once(cancelledOf(c), 'abort');
    }),
  );
  const server = await start(app);
  const poll = fetch(`${server.url}/poll`).then((response) => response.json());
  const stream = fetch(`${server.url}/stream`).then((response) => response.text());
  await Promise.all(waiting.map(({ promise }) => promise));
  await server.close(10_000);
  expect(await poll).toEqual({ events: [] });
  expect(await stream).toContain('data: first');
  await expect(fetch(`${server.url}/plain`)).rejects.toThrow();
});

test('a handler learns that its caller is gone', async () => {
  const app = appWith();
  const gone = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  app.get('/poll', open(), async (c) => {
    arrived.resolve();
    await once(cancelledOf(c), 'abort');
    gone.resolve();
    return c.json({});
  });
  const { url } = await start(app);
  const leave = new AbortController();
  const poll = fetch(`${url}/poll`, { signal: leave.signal });
  await arrived.promise;
  leave.abort();
  await expect(poll).rejects.toThrow();
  await gone.promise;
});

test('closing does not wait for a connection on which nothing was sent', async () => {
  const server = await start();
  const socket = connect(server.port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  // The second is accepted after the first: when it is answered, the server knows of both.
  expect((await fetch(`${server.url}/plain`)).status).toBe(200);
  const gone = once(socket, 'close');
  await server.close(600_000);
  await gone;
  running = undefined;
});

test('what does not end within the grace is cut', async () => {
  const app = appWith();
  const arrived = Promise.withResolvers<void>();
  app.get('/stuck', open(), async () => {
    arrived.resolve();
    return new Promise<Response>(() => {});
  });
  const server = await start(app);
  const stuck = fetch(`${server.url}/stuck`);
  stuck.catch(() => {});
  await arrived.promise;
  await server.close(10);
  await expect(stuck).rejects.toThrow();
});
