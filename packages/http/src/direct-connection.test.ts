import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { type DirectRoutes, directRoutesOf } from './direct-route.ts';
import { appWith, bodyOf, good, plainWork, post } from './testing/direct-app.ts';
import { client, gate, serve, serveAlone } from './testing/direct-servers.ts';

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
