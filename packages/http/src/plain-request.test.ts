import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlainRequest, PlainRequestReader } from './plain-request.ts';

const body = '{"办":1}';
const length = Buffer.byteLength(body);

function bytesOf(head: readonly string[], sent = body): Buffer {
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${sent}`);
}

function readPlainRequest(bytes: Buffer): PlainRequest | undefined {
  return new PlainRequestReader().read(bytes);
}

const line = 'POST /v1/events HTTP/1.1';
const host = 'Host: a.example:8080';
const contentLength = `Content-Length: ${length}`;

test('method and target, headers and body are read', () => {
  const request = readPlainRequest(
    bytesOf([line, host, 'X-Two:\t b c \t', 'ce-id:1', 'Connection: Keep-Alive', contentLength]),
  );
  expect(request?.address).toBe('POST /v1/events');
  expect({ ...request?.headers }).toEqual({
    host: 'a.example:8080',
    'x-two': 'b c',
    'ce-id': '1',
    connection: 'Keep-Alive',
    'content-length': String(length),
  });
  expect(request?.body.toString()).toBe(body);
});

test('an empty body is one, and a name that every object has is a header like any other', () => {
  const request = readPlainRequest(bytesOf([line, host, '__proto__: x', 'Content-Length: 0'], ''));
  expect(request?.body.length).toBe(0);
  expect(request?.headers.constructor).toBeUndefined();
  expect(Object.entries(request?.headers ?? {})).toContainEqual(['__proto__', 'x']);
});

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['half a head', Buffer.from(`${line}\r\n${host}\r\n`)],
  ['half a body', bytesOf([line, host, contentLength], body.slice(0, 3))],
  ['more than a body', bytesOf([line, host, contentLength], `${body}x`)],
  ['no length', bytesOf([line, host])],
  ['a length that is written otherwise', bytesOf([line, host, `Content-Length: 0${length}`])],
  ['two lengths', bytesOf([line, host, contentLength, contentLength])],
  ['a header twice, in other case', bytesOf([line, host, 'A: 1', 'a: 1', contentLength])],
  ['no host', bytesOf([line, contentLength])],
  ['an empty host', bytesOf([line, 'Host:', contentLength])],
  ...['a b', 'a/b', 'user@a', 'a:', 'a:b', 'a:99999', '[::1', '<a>', ':80', 'a\\b'].map(
    (name): [string, Buffer] => [`the host ${name}`, bytesOf([line, `Host: ${name}`, contentLength])],
  ),
  [
    'a head of very many headers',
    bytesOf([line, host, contentLength, ...Array.from({ length: 99 }, (_, at) => `A-${at}: `)]),
  ],
  ['no header at all', bytesOf([line])],
  ['HTTP/1.0', bytesOf(['POST /v1/events HTTP/1.0', host, contentLength])],
  ['a target with a blank', bytesOf(['POST /v1/ev ents HTTP/1.1', host, contentLength])],
  ['two blanks', bytesOf(['POST  /v1/events HTTP/1.1', host, contentLength])],
  ['a connection that ends', bytesOf([line, host, 'Connection: close', contentLength])],
  ['a connection that changes', bytesOf([line, host, 'Connection: Upgrade, HTTP2-Settings', contentLength])],
  ...[
    'Transfer-Encoding: chunked',
    'Content-Encoding: gzip',
    'Expect: 100-continue',
    'Upgrade: h2c',
    'Proxy-Connection: close',
  ].map((header): [string, Buffer] => [header, bytesOf([line, host, header, contentLength])]),
  ['a folded header', bytesOf([line, host, 'A: 1', ' 2', contentLength])],
  ['a blank before the colon', bytesOf([line, host, 'A : 1', contentLength])],
  ['a header without a name', bytesOf([line, host, ': 1', contentLength])],
  ['a line without a colon', bytesOf([line, host, 'A', contentLength])],
  ['a line feed alone', bytesOf([line, host, 'A: 1\nB: 2', contentLength])],
  ['a carriage return alone', bytesOf([line, host, 'A: 1\rB: 2', contentLength])],
  ['a control character', bytesOf([line, host, 'A: \u0001', contentLength])],
  ['a value beyond ASCII', bytesOf([line, host, 'A: 办', contentLength])],
  ['an empty line before it', Buffer.concat([Buffer.from('\r\n'), bytesOf([line, host, contentLength])])],
  ['a head of more than 16 KiB', bytesOf([line, host, `A: ${'x'.repeat(16_400)}`, contentLength])],
])('%s is left to Node', (_, bytes) => {
  expect(readPlainRequest(bytes)).toBeUndefined();
});

let node: Server;
beforeAll(async () => {
  node = createServer();
  node.on('request', async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    outgoing.setHeader('Connection', 'close');
    outgoing.end(JSON.stringify({ address: `${method} ${url}`, headers, body: await text(incoming) }));
  });
  await once(node.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => node.close());

/** What Node says that a request is; undefined where it refuses it. */
async function readByNode(bytes: Buffer): Promise<unknown> {
  const socket = connect((node.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  socket.end(bytes);
  const [head = '', answer = ''] = (await text(socket)).split('\r\n\r\n');
  return head.startsWith('HTTP/1.1 200 ') ? JSON.parse(answer) : undefined;
}

test('what came before on a connection changes nothing in how a request is read', () => {
  const head = fc.constantFrom([line, host], [line, host, 'A: 1'], [line, host, 'A: 2'], [line, 'Host: b']);
  const lengths = fc.constantFrom([contentLength], ['Content-Length: 0'], []);
  const request = fc
    .tuple(head, lengths, fc.constantFrom('', body, `${body} `), fc.constantFrom(0, 0, 0, 1, 3))
    .map(([start, end, sent, cut]) => bytesOf([...start, ...end], sent).subarray(0, -cut || undefined));
  let read = 0;
  fc.assert(
    fc.property(fc.array(request, { minLength: 2, maxLength: 6 }), (requests) => {
      const reader = new PlainRequestReader();
      for (const bytes of requests) {
        const one = reader.read(bytes);
        expect(one).toEqual(readPlainRequest(bytes));
        if (one !== undefined) read++;
      }
    }),
    { numRuns: 300 },
  );
  expect(read).toBeGreaterThan(0);
});

const piece = fc.constantFrom(
  ...[
    '\r\n',
    '\n',
    '\r',
    ' ',
    '\t',
    ':',
    ',',
    '\0',
    'é',
    'x',
    '0',
    'A: 1\r\n',
    'Content-Length: 3\r\n',
    'Host: b\r\n',
  ],
  ...[
    'Transfer-Encoding: chunked\r\n',
    'Connection: close\r\n',
    'Cookie: a\r\n',
    '{}',
    'HTTP/1.1',
    '\r\n\r\n',
  ],
);

test('whatever is read, Node reads the same of it', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(140), fc.nat(3), piece), { maxLength: 2 }),
      fc.array(fc.stringMatching(/^[A-Za-z-]{1,6}: ?[ -~]{0,8}$/), { maxLength: 3 }),
      async (changes, headers) => {
        let sent = bytesOf([line, host, ...headers, contentLength]).toString('latin1');
        for (const [at, dropped, put] of changes) sent = sent.slice(0, at) + put + sent.slice(at + dropped);
        const bytes = Buffer.from(sent, 'latin1');
        const plain = readPlainRequest(bytes);
        // Another address than that of a route is left to Node too.
        if (plain?.address !== 'POST /v1/events') return;
        read++;
        const { address, headers: names } = plain;
        expect({ address, headers: { ...names }, body: plain.body.toString() }).toEqual(
          await readByNode(bytes),
        );
      },
    ),
    { numRuns: 500, examples: [[[], ['A: b']]] },
  );
  expect(read).toBeGreaterThan(0);
});
