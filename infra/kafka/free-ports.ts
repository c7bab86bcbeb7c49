import { type AddressInfo, createServer, type Server } from 'node:net';
import type { NodePorts } from './node-properties.ts';

/** Ports of the loopback address that nobody listens on: all are held until the last is found, so that none is twice. */
export async function freePorts(nodes: number): Promise<readonly NodePorts[]> {
  const held: Server[] = [];
  const port = async (): Promise<number> => {
    const server = createServer();
    held.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  };
  const ports: NodePorts[] = [];
  for (let node = 0; node < nodes; node++) {
    ports.push({ plain: await port(), sasl: await port(), controller: await port() });
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
