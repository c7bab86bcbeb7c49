import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A connection of the proxy with what passed on it so far, in bytes. */
export interface Passing {
  readonly up: number;
  readonly down: number;
}

/** A TCP proxy that breaks connections where a test says so. What was not let through yet is lost, as on a bad line. */
export interface CuttingProxy {
  readonly url: string;
  /** How many connections were cut. */
  readonly cuts: number;
  /**
   * From now on, asked before bytes are passed on: how many may pass in that direction before both ends are reset.
   * Undefined lets everything through.
   */
  cutWhen(rule: CutRule | undefined): void;
  close(): Promise<void>;
}

/** How many of these bytes may still pass; undefined for all of them. */
export type CutRule = (chunk: Buffer, direction: 'up' | 'down') => number | undefined;

export async function openCuttingProxy(upstream: string): Promise<CuttingProxy> {
  const { hostname, port: upstreamPort } = new URL(upstream);
  const sockets = new Set<Socket>();
  let rule: CutRule | undefined;
  let cuts = 0;

  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  };
  const server = createServer((near) => {
    const far = kept(connect(Number(upstreamPort), hostname));
    const pass = (from: Socket, to: Socket, direction: 'up' | 'down'): void => {
      from.on('data', (chunk) => {
        const allowed = rule?.(chunk, direction);
        if (allowed === undefined) return void to.write(chunk);
        cuts += 1;
        // What may pass is flushed before the end that gets it is closed; the other end is reset at once.
        to.end(chunk.subarray(0, allowed));
        from.destroy();
      });
      from.on('close', () => to.destroySoon());
    };
    pass(kept(near), far, 'up');
    pass(far, near, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get cuts() {
      return cuts;
    },
    cutWhen(next) {
      rule = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
