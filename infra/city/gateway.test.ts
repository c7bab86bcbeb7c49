import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Gateway, openGateway } from './gateway.ts';

const open: (Server | Gateway)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A service behind the gateway, which keeps connections open for 30 s. */
async function service(): Promise<{ readonly url: string; readonly asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer({ keepAliveTimeout: 30_000 }, async (request, answer) => {
    asked.push(request.headers);
    const chunks = await request.toArray();
    answer.setHeader('x-of-service', 'kept').end(Buffer.concat(chunks));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function gatewayTo(...targets: readonly string[]): Promise<Gateway> {
  const gateway = await openGateway([{ prefix: '/', targets: () => targets }]);
  open.push(gateway);
  return gateway;
}

it('tells a client about its own connections, not about those behind it', async () => {
  const { url, asked } = await service();
  const gateway = await gatewayTo(url);
  const answer = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'proxy-connection': 'keep-alive', 'x-of-client': 'kept' },
    body: '开户',
  });
  expect(await answer.text()).toBe('开户');
  expect(answer.headers.get('x-of-service')).toBe('kept');
  expect(answer.headers.get('keep-alive')).toBe('timeout=5');
  expect(asked).toMatchObject([{ 'x-of-client': 'kept', connection: 'close' }]);
  expect(asked[0]).not.toHaveProperty('proxy-connection');
});

it('asks another replica where one does not listen, and says so where none does', async () => {
  const { url } = await service();
  const nobody = 'http://127.0.0.1:1';
  const gateway = await gatewayTo(nobody, url);
  for (let turn = 0; turn < 2; turn++) expect((await fetch(gateway.url)).status).toBe(200);
  const alone = await fetch((await gatewayTo(nobody)).url);
  expect(alone.status).toBe(503);
  expect(alone.headers.get('retry-after')).toBe('1');
});
