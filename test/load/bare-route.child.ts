import type { AddressInfo, Server } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

/** The limit: a bare Hono route that parses the JSON and answers. No identity, no contract, nothing kept. */
const app = new Hono();
app.post('/v1/events', async (c) => {
  const event = (await c.req.json()) as { readonly id: string };
  return c.json({ outcome: 'appended', id: event.id }, 201);
});
const server = createAdaptorServer({ fetch: app.fetch }) as Server;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ ready: `http://127.0.0.1:${port}` }));
});
process.once('SIGINT', () => process.exit());
