import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { addressGuard } from './address-guard.ts';
import { openWebhookSender, type WebhookSender } from './webhook-request.ts';

let server: Server | undefined;
let sender: WebhookSender | undefined;

afterEach(async () => {
  sender?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
});

/** Serves on loopback; answers how to post there. */
async function serving(
  listener: RequestListener,
  { timeoutMs = 5_000, allowed = ['127.0.0.1', '::1'], host = '127.0.0.1' } = {},
): Promise<(signal?: AbortSignal) => Promise<number>> {
  const opened = createServer(listener);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  const url = `http://${host}:${(opened.address() as AddressInfo).port}/hook?a=1`;
  const posting = openWebhookSender({ guard: addressGuard(allowed), timeoutMs });
  sender = posting;
  return (signal = new AbortController().signal) =>
    posting.post({ url, headers: { 'content-type': 'application/json' }, body: '{"城":"上海"}', signal });
}

it('posts the whole body and answers the status', async () => {
  const seen: string[] = [];
  const post = await serving((request, response) => {
    request.setEncoding('utf8');
    request.on('data', (text: string) => seen.push(`${request.method} ${request.url} ${text}`));
    request.on('end', () => response.writeHead(202).end('thank you'));
  });
  expect(await post()).toBe(202);
  expect(seen).toEqual(['POST /hook?a=1 {"城":"上海"}']);
});

it('follows no redirect', async () => {
  let requests = 0;
  const post = await serving((_, response) => {
    requests += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(await post()).toBe(307);
  expect(requests).toBe(1);
});

it('does not wait for ever for an answer that drips', async () => {
  const post = await serving(
    (_, response) => {
      response.writeHead(200);
      const dripping = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(dripping));
    },
    { timeoutMs: 100 },
  );
  await expect(post()).rejects.toThrow('no answer within 100 ms');
});

it('takes no more of an answer than anybody needs', async () => {
  const post = await serving((_, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (!response.destroyed && response.write('.'.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
  });
  expect(await post()).toBe(200);
});

it('keeps its connection, and to a name only where every address of it is allowed', async () => {
  const ports = new Set<number | undefined>();
  const post = await serving((request, response) => {
    ports.add(request.socket.remotePort);
    response.writeHead(204).end();
  });
  await post();
  await post();
  expect(ports.size).toBe(1);
});

it('refuses a name that resolves to an address inside', async () => {
  let requests = 0;
  const post = await serving(() => requests++, { host: 'localhost', allowed: [] });
  await expect(post()).rejects.toMatchObject({ code: 'E_WEBHOOK_ADDRESS' });
  expect(requests).toBe(0);
});

it('ends when it is told to', async () => {
  const stopping = new AbortController();
  const post = await serving(() => stopping.abort());
  await expect(post(stopping.signal)).rejects.toThrow();
});
