import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type DirectRoutes, directRoutesOf } from './direct-route.ts';
import { appWith, bodyOf, good, plainWork } from './testing/direct-app.ts';
import { client, endLater, gate, serve, serveAlone } from './testing/direct-servers.ts';
import { splitAnswers } from './testing/raw-client.ts';

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
  const duration = { ...direct.server.duration, series: () => ({ record: () => alone.close() }) };
  const alone = await serveAlone({ ...direct, server: { ...direct.server, duration } });
  const { socket, closed, text } = client(alone.port);
  socket.write(good('a'));
  await closed;
  expect(bodyOf(text())).toMatchObject({ text: 'a' });
});

test('what fails after an answer ends the connection, and is not answered a second time', async () => {
  const direct = directRoutesOf(appWith()) as DirectRoutes;
  const record = (): void => {
    throw new Error('no room for figures');
  };
  const server = { ...direct.server, duration: { ...direct.server.duration, series: () => ({ record }) } };
  const { port } = await serveAlone({ ...direct, server });
  const { socket, closed, text } = client(port);
  socket.write(good('a'));
  await closed;
  expect(splitAnswers(text())).toEqual([text()]);
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
    { headersTimeoutMs: 500 },
  );
  const late = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
  endLater(async () => late.destroy());
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
    { headersTimeoutMs: 500 },
  );
  const late = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
  endLater(async () => late.destroy());
  late.write(good('late').slice(0, 40));
  await once(late.resume(), 'end');
  late.write(good('late').slice(40));
  await server.close(600_000);
  expect(done).toEqual([]);
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
  const { port } = await serve(appWith(), { headersTimeoutMs: 500, keepAliveMs: 1_000 });
  const [silent, resting, ofNode] = [client(port), client(port), client(port)];
  const startMs = performance.now();
  const restedMs = resting.closed.then(() => performance.now() - startMs);
  resting.socket.write(good('a'));
  ofNode.socket.write('GET /plain HTTP/1.1\r\nHost: x\r\n\r\n');
  await Promise.all([silent.closed, resting.closed, ofNode.closed]);
  expect(silent.text()).toMatch(/^HTTP\/1.1 408 .*E_HTTP_TIMEOUT/s);
  expect(resting.text()).toMatch(/^Keep-Alive: timeout=1\r$/m);
  // A second longer than was said: what is sent in the last moment is still answered.
  expect(await restedMs).toBeGreaterThan(1_990);
  for (const { text } of [resting, ofNode]) expect(splitAnswers(text())).toEqual([text()]);
});

test('a body that comes slowly is waited for', async () => {
  const { port } = await serve(appWith(), { headersTimeoutMs: 500 });
  const { socket, answers } = client(port);
  const request = good('abc');
  socket.write(request.slice(0, -1));
  await client(port).closed;
  socket.write('c');
  expect((await answers(1)).map(bodyOf)).toMatchObject([{ text: 'abc' }]);
});

test('an answer that takes longer than a connection may rest is given, and the connection goes on', async () => {
  const { work, begun, open: letGo } = gate();
  const { port } = await serve(appWith(work), { headersTimeoutMs: 500, keepAliveMs: 1_000 });
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
