import { type AddressInfo, createServer } from 'node:net';

/**
 * A port of the loopback address that nobody listens on now. For programs that take a port as an argument;
 * whoever can should listen on 0 and ask what it got.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return port;
}
