import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { App } from './app-env.ts';
import { DirectConnections } from './direct-connection.ts';
import { type DirectRoutes, directRoutesOf } from './direct-route.ts';
import { type Listening, type ListenOptions, listen } from './listen.ts';
import { appWith, bodyOf, good, plainWork, post, type Work } from './testing/direct-app.ts';
import { type Client, openClient, splitAnswers } from './testing/raw-client.ts';

const ended: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
});

async function serve(app: App, options: Partial<ListenOptions> = {}): Promise<Listening> {
  const server = await listen(app, { host: '127.0.0.1', port: 0, ...options });
  ended.push(() => server.close(0));
  return server;
}

/** A server of which nothing but direct connections is known, and what was left to Node of each that it was given. */
async function serveAlone(
  direct: DirectRoutes | undefined,
): Promise<{ port: number; leftToNode: string[]; close: () => void }> {
  const leftToNode: string[] = [];
  const connections = new DirectConnections({
    direct: direct as DirectRoutes,
    toNode: (socket) => {
      const at = leftToNode.push('') - 1;
      socket
        .on('error', () => {})
        .on('data', (bytes) => {
          leftToNode[at] = leftToNode[at]?.concat(bytes.toString()) ?? '';
        });
    },
    refuseSilent: (socket) => socket.destroy(),
    firstMs: 60_000,
    keepAliveMs: 60_000,
  });
  const server = createServer((socket) => connections.take(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ended.push(async () => {
    connections.cut();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, leftToNode, close: () => connections.close() };
}

function client(port: number): Client {
  const opened = openClient(port);
  ended.push(async () => opened.socket.destroy());
  return opened;
}

test('plain requests are answered one after the other, refusals too, and Node sees none', async () => {
  const { port, leftToNode } = await serveAlone(directRoutesOf(appWith()));
  const { socket, answers } = client(port);
  const sent = [good('办'), good('refuse'), good('fail'), post('x'), good('last')];
  for (const [at, request] of sent.entries()) {
    socket.write(request);
    await answers(at + 1);
  }
  const received = await answers(sent.length);
  expect(received.map((answer) => answer.slice(0, 12))).toEqual(
    [201, 400, 500, 401, 201].map((status) => `HTTP/1.1 ${status}`),
  );
  expect([received[0], received[4]].map(bodyOf)).toEqual([
    { text: '办', department: 'tax' },
    { text: 'last', department: 'tax' },
  ]);
  for (const answer of received) {
    expect(answer).toMatch(/^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r$/m);
    expect(answer).toMatch(/^Connection: keep-alive\r\nKeep-Alive: timeout=60\r$/m);
    expect(answer.match(/^x-content-type-options: nosniff\r$/gm)).toHaveLength(1);
    expect(answer.match(/^content-length: /gim)).toHaveLength(1);
  }
  expect(leftToNode).toEqual([]);
});

test('the date is that of the answer', async () => {
  const times = [
    '2026-11-29T23:59:59.999+08:00',
    '2026-11-30T00:00:00.000+08:00',
    '2026-11-30T00:00:00.999+08:00',
  ];
  let nowMs = 0;
  const { port } = await serveAlone(directRoutesOf(appWith(plainWork, { now: () => nowMs })));
  const { socket, answers } = client(port);
  const dates: (string | undefined)[] = [];
  for (const [at, time] of times.entries()) {
    nowMs = Date.parse(time);
    socket.write(good('a'));
    dates.push(/^Date: (.*)$/m.exec((await answers(at + 1))[at] ?? '')?.[1]);
  }
  const next = 'Sun, 29 Nov 2026 16:00:00 GMT';
  expect(dates).toEqual(['Sun, 29 Nov 2026 15:59:59 GMT', next, next]);
});

test.each<[string, string]>([
  ['another address', 'GET /plain HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'],
  ['a query', good('x').replace('/work', '/work?a=b')],
  ['half a request', good('xyz').slice(0, -1)],
  ['two requests', good('x') + good('y')],
  ['nonsense', 'NONSENSE\r\n\r\n'],
])('%s goes to Node, every byte of it', async (_, bytes) => {
  const { port, leftToNode } = await serveAlone(directRoutesOf(appWith()));
  const { socket, answers } = client(port);
  socket.write(good('first'));
  await answers(1);
  socket.write(bytes);
  await vi.waitFor(() => expect(leftToNode).toEqual([bytes]));
  socket.write('more');
  await vi.waitFor(() => expect(leftToNode).toEqual([`${bytes}more`]));
  expect(await answers(1)).toHaveLength(1);
});

/** Work that waits until it is let go, and tells when it has begun. */
function gate(): { readonly work: Work; readonly begun: Promise<void>; open(): void } {
  const begun = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    open: opened.resolve,
    work: async (text) => {
      begun.resolve();
      await opened.promise;
      return plainWork(text);
    },
  };
}

test.each(['a', 'refuse'])(
  'what is sent before the answer waits for it, and comes after it: %s',
  async (first) => {
    const { work, begun, open: letGo } = gate();
    const { port, url } = await serve(appWith(work));
    const { socket, answers, text } = client(port);
    socket.write(good(first));
    await begun;
    socket.write(good('b'));
    socket.write(good('c'));
    expect((await fetch(`${url}/plain`)).status).toBe(200);
    expect(text()).toBe('');
    letGo();
    const bodies = (await answers(3)).map(bodyOf) as { text?: string; code?: string }[];
    expect(bodies.map(({ text: told, code }) => told ?? code)).toEqual([
      first === 'a' ? 'a' : 'E_HTTP_JSON',
      'b',
      'c',
    ]);
  },
);

test.each(['a', 'refuse'])(
  'who ends its side with the request is answered all the same: %s',
  async (body) => {
    const { work, begun, open: letGo } = gate();
    const { port } = await serve(appWith(work));
    const { socket, text, closed } = client(port);
    socket.end(good(body));
    await begun;
    letGo();
    await closed;
    expect(splitAnswers(text())).toHaveLength(1);
    expect(text()).toMatch(body === 'a' ? /^HTTP\/1.1 201 / : /^HTTP\/1.1 400 /);
  },
);

test('a refusal after which a connection ends, ends it', async () => {
  const { port, leftToNode } = await serveAlone(directRoutesOf(appWith()));
  const { socket, text, closed } = client(port);
  socket.write(good('large'));
  await closed;
  expect(text()).toMatch(/^HTTP\/1.1 413 /);
  expect(text().match(/^connection: .*$/gim)).toEqual(['Connection: close']);
  expect(leftToNode).toEqual([]);
});

test('who ends its side between two requests is let go', async () => {
  const { port } = await serve(appWith());
  const { socket, answers, closed } = client(port);
  socket.write(good('a'));
  await answers(1);
  socket.end();
  await closed;
});

test('who is gone before the answer disturbs nobody', async () => {
  const { work, begun, open: letGo } = gate();
  const { port } = await serve(appWith(work));
  const gone = client(port);
  gone.socket.write(good('a'));
  await begun;
  gone.socket.resetAndDestroy();
  await gone.closed;
  letGo();
  const { socket, answers } = client(port);
  socket.write(good('b'));
  expect(bodyOf((await answers(1))[0])).toMatchObject({ text: 'b' });
});

test('closing ends a connection that waits at once, and one that is owed an answer with that answer', async () => {
  const { work, begun, open: letGo } = gate();
  const worked: string[] = [];
  const server = await serve(
    appWith((text) => {
      worked.push(text);
      return text === 'slow' ? work(text) : plainWork(text);
    }),
  );
  const idle = client(server.port);
  idle.socket.write(good('a'));
  await idle.answers(1);
  const busy = client(server.port);
  busy.socket.write(good('slow'));
  await begun;
  busy.socket.write(good('ahead'));
  expect((await fetch(`${server.url}/plain`)).status).toBe(200);
  const closed = server.close(600_000);
  await idle.closed;
  letGo();
  await busy.closed;
  await closed;
  expect(splitAnswers(busy.text())).toEqual([busy.text()]);
  expect(bodyOf(busy.text())).toMatchObject({ text: 'slow' });
  expect(busy.text()).toMatch(/^Connection: close\r$/m);
  expect(worked).toEqual(['a', 'slow']);
});

test('closing in the moment of an answer ends its connection too', async () => {
  const direct = directRoutesOf(appWith()) as DirectRoutes;
  const duration = { ...direct.server.duration, record: () => alone.close() };
  const alone = await serveAlone({ ...direct, server: { ...direct.server, duration } });
  const { socket, closed, text } = client(alone.port);
  socket.write(good('a'));
  await closed;
  expect(bodyOf(text())).toMatchObject({ text: 'a' });
});

test('nothing is done that was sent ahead of an answer that turned out to be the last', async () => {
  const { work, begun, open: letGo } = gate();
  const done: string[] = [];
  const server = await serve(
    appWith((text) => {
      done.push(text);
      return work(text);
    }),
  );
  const { socket, closed, text } = client(server.port);
  socket.write(good('a'));
  await begun;
  socket.write(good('b'));
  expect((await fetch(`${server.url}/plain`)).status).toBe(200);
  const serverClosed = server.close(600_000);
  letGo();
  await closed;
  await serverClosed;
  expect(splitAnswers(text()).map(bodyOf)).toMatchObject([{ text: 'a' }]);
  expect(done).toEqual(['a']);
});

test('a request that comes after a connection was told that it is too late is not done', async () => {
  const done: string[] = [];
  const { port } = await serve(
    appWith((text) => {
      done.push(text);
      return plainWork(text);
    }),
    { headersTimeoutMs: 50 },
  );
  const late = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
  ended.push(async () => late.destroy());
  await once(late.resume(), 'end');
  late.write(good('late'));
  const { socket, answers } = client(port);
  socket.write(good('in time'));
  await answers(1);
  expect(done).toEqual(['in time']);
});

test('who was told by Node that it is too late and does not hang up is not served and does not hold the connection', async () => {
  const done: string[] = [];
  const server = await serve(
    appWith((text) => {
      done.push(text);
      return plainWork(text);
    }),
    { headersTimeoutMs: 50 },
  );
  const late = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
  ended.push(async () => late.destroy());
  late.write(good('late').slice(0, 40));
  await once(late.resume(), 'end');
  late.write(good('late').slice(40));
  await server.close(600_000);
  expect(done).toEqual([]);
});

test('a connection rests a little longer than was said', async () => {
  const { port } = await serve(appWith(), { keepAliveMs: 1_000 });
  const { socket, answers } = client(port);
  socket.write(good('a'));
  await answers(1);
  await setTimeout(1_100);
  socket.write(good('b'));
  expect(await answers(2)).toHaveLength(2);
});

test('an answer that does not come within the grace is cut', async () => {
  const { work, begun } = gate();
  const server = await serve(appWith(work));
  const { socket, closed, text } = client(server.port);
  socket.write(good('a'));
  await begun;
  await server.close(10);
  await closed;
  expect(text()).toBe('');
});

test('a connection on which no request comes is told so, and one that rests too long ends', async () => {
  const { port } = await serve(appWith(), { headersTimeoutMs: 50, keepAliveMs: 1_000 });
  const [silent, resting, ofNode] = [client(port), client(port), client(port)];
  resting.socket.write(good('a'));
  ofNode.socket.write('GET /plain HTTP/1.1\r\nHost: x\r\n\r\n');
  await Promise.all([silent.closed, resting.closed, ofNode.closed]);
  expect(silent.text()).toMatch(/^HTTP\/1.1 408 .*E_HTTP_TIMEOUT/s);
  expect(resting.text()).toMatch(/^Keep-Alive: timeout=1\r$/m);
  for (const { text } of [resting, ofNode]) expect(splitAnswers(text())).toEqual([text()]);
});

test('a body that comes slowly is waited for', async () => {
  const { port } = await serve(appWith(), { headersTimeoutMs: 50 });
  const { socket, answers } = client(port);
  const request = good('abc');
  socket.write(request.slice(0, -1));
  await client(port).closed;
  socket.write('c');
  expect((await answers(1)).map(bodyOf)).toMatchObject([{ text: 'abc' }]);
});

test('an answer that takes longer than a connection may rest is given, and the connection goes on', async () => {
  const { work, begun, open: letGo } = gate();
  const { port } = await serve(appWith(work), { headersTimeoutMs: 30, keepAliveMs: 1_000 });
  const slow = client(port);
  slow.socket.write(good('a'));
  await begun;
  const silent = client(port);
  await silent.closed;
  letGo();
  await slow.answers(1);
  slow.socket.write(good('b'));
  expect((await slow.answers(2)).map(bodyOf)).toMatchObject([{ text: 'a' }, { text: 'b' }]);
});

test('who does not read its answers is not read either', async () => {
  let isRead = false;
  const readWhen: boolean[] = [];
  const { port, url } = await serve(
    appWith((text) => {
      readWhen.push(isRead);
      return { text: text.repeat(20_000_000) };
    }),
  );
  const { socket, answers } = client(port);
  await once(socket, 'connect');
  socket.pause();
  socket.write(good('a'));
  await vi.waitFor(() => expect(readWhen).toHaveLength(1));
  socket.write(good('b'));
  for (let turn = 0; turn < 3; turn++) expect((await fetch(`${url}/plain`)).status).toBe(200);
  isRead = true;
  socket.resume();
  expect(await answers(2)).toHaveLength(2);
  expect(readWhen).toEqual([false, true]);
});

test('where even the refusal fails the connection ends', async () => {
  const direct = directRoutesOf(appWith()) as DirectRoutes;
  const { port } = await serveAlone({ ...direct, refuse: () => Promise.reject(new Error('no')) });
  const { socket, closed, text } = client(port);
  socket.write(good('refuse'));
  await closed;
  expect(text()).toBe('');
});
