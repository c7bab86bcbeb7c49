import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach } from 'vitest';
import type { App } from '../app-env.ts';
import { DirectConnections } from '../direct-connection.ts';
import type { DirectRoutes } from '../direct-route.ts';
import { type Listening, type ListenOptions, listen } from '../listen.ts';
import { plainWork, type Work } from './direct-app.ts';
import { type Client, openClient } from './raw-client.ts';

const ended: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
});

/** What is opened here ends with the test. */
export function endLater(end: () => Promise<unknown>): void {
  ended.push(end);
}

export async function serve(app: App, options: Partial<ListenOptions> = {}): Promise<Listening> {
  const server = await listen(app, { host: '127.0.0.1', port: 0, ...options });
  ended.push(() => server.close(0));
  return server;
}

/** A server of which nothing but direct connections is known, and what was left to Node of each that it was given. */
export async function serveAlone(
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

/** A connection that ends with the test. */
export function client(port: number): Client {
  const opened = openClient(port);
  ended.push(async () => opened.socket.destroy());
  return opened;
}

/** Work that waits until it is let go, and tells when it has begun. */
export function gate(): { readonly work: Work; readonly begun: Promise<void>; open(): void } {
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
