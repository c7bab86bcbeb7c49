import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below what systems give to connections of their own accord (Linux from 32768 on): a program that takes seconds to
 * listen finds its port as free as it was.
 */
const portMin = 20_000;
const portMax = 32_767;
/** So many taken ports mean that something else is wrong. */
const triesMax = 100;

/**
 * Ports of the loopback address that nobody listens on now, all different. For programs that take a port as an argument;
 * whoever can should listen on 0 and ask what it got.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  for (let tries = 0; held.size < count; tries++) {
    if (tries === count + triesMax) throw new Error(`no ${count} free ports from ${portMin} to ${portMax}`);
    const port = randomInt(portMin, portMax + 1);
    const server = createServer();
    if (!held.has(port) && (await listens(server, port))) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  return [...held.keys()];
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}
