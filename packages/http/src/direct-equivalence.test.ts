import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { listen } from './listen.ts';
import { appWith, authorization, bodyOf, good, plainWork, post } from './testing/direct-app.ts';
import { openClient, splitAnswers } from './testing/raw-client.ts';

const direct = await listen(appWith(), { host: '127.0.0.1', port: 0 });
const alone = await listen(appWith(plainWork, { direct: false }), { host: '127.0.0.1', port: 0 });
afterAll(() => Promise.all([direct.close(0), alone.close(0)]));

/** Requests of all kinds, good and bad. */
const requests: readonly string[] = [
  good('a'),
  good('办'),
  good('refuse'),
  good('fail'),
  good(''),
  good('x'.repeat(100_000)),
  post('b'),
  post('c', 'Authorization: Bearer x'),
  post('d', authorization, authorization),
  post('e', authorization, 'Accept-Language: zh', 'Content-Encoding: gzip'),
  post('f', authorization, 'Accept-Language: zh', 'Content-Type: text/plain'),
  post('g', authorization).replace('POST', 'PUT'),
  post('h', authorization).replace('/work', '/work?a=b'),
  post('i', authorization).replace('/work', '/nowhere'),
  `POST /work HTTP/1.1\r\nHost: x\r\n${authorization}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njk\r\n0\r\n\r\n`,
  'GET /plain HTTP/1.1\r\nHost: x\r\n\r\n',
];
const last = 'GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** What comes back of packets, without what differs from run to run. */
async function told(port: number, packets: readonly { bytes: string; waits: boolean }[]): Promise<unknown> {
  const { socket, closed, text } = openClient(port);
  socket.setNoDelay(true);
  for (const { bytes, waits } of packets) {
    socket.write(bytes);
    if (waits) await nextTurn();
  }
  socket.write(last);
  await closed;
  const answers = splitAnswers(text());
  expect(answers.join('')).toBe(text());
  return answers.map((answer) => {
    const [head = ''] = answer.split('\r\n\r\n');
    const [status, ...lines] = head.split('\r\n');
    const headers = lines
      .map((line) => line.toLowerCase())
      .filter((line) => !/^(date|ratelimit|x-request-id|content-length):/.test(line));
    const {
      requestId: _,
      details: _words,
      detail: _detail,
      ...body
    } = bodyOf(answer) as Record<string, unknown>;
    return { status, headers: headers.sort(), body };
  });
}

test('whatever comes, in whatever packets, is answered as by Node and the app alone', async () => {
  const chosen = fc.array(fc.nat(requests.length - 1), { minLength: 1, maxLength: 5 });
  const cuts = fc.array(fc.tuple(fc.nat(600), fc.boolean()), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(chosen, fc.boolean(), cuts, async (numbers, isByRequest, places) => {
      const bytes = numbers.map((at) => requests[at] as string);
      const packets = isByRequest
        ? bytes.map((one, at) => ({ bytes: one, waits: places[at]?.[1] ?? false }))
        : cut(bytes.join(''), places);
      expect(await told(direct.port, packets)).toEqual(await told(alone.port, packets));
    }),
    { numRuns: 80 },
  );
});

function cut(
  text: string,
  places: readonly (readonly [number, boolean])[],
): { bytes: string; waits: boolean }[] {
  const packets: { bytes: string; waits: boolean }[] = [];
  let rest = text;
  for (const [length, waits] of places) {
    packets.push({ bytes: rest.slice(0, length), waits });
    rest = rest.slice(length);
  }
  return [...packets, { bytes: rest, waits: false }];
}

test.each<[string, string]>([
  ['no Host', post('a', authorization).replace('Host: x\r\n', '')],
  ...['Host:', 'Host: a b', 'Host: a/b', 'Host: user@x', 'Host: x:99999', 'Host: [::1', 'Host: [::1]:80'].map(
    (host): [string, string] => [host, post('a', authorization).replace('Host: x', host)],
  ),
  ['a host that is none, without a token', post('a').replace('Host: x', 'Host: a/b')],
])('%s is answered as by Node and the app alone, in one packet and in two', async (_, bytes) => {
  const expected = await told(alone.port, [{ bytes, waits: true }]);
  expect(await told(direct.port, [{ bytes, waits: true }])).toEqual(expected);
  expect(await told(direct.port, cut(bytes, [[40, true]]))).toEqual(expected);
});
