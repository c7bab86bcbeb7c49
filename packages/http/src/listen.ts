import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import type { TongbanError } from '@tongban/kernel';
import { assertAccessDeclared } from './access.ts';
import type { App } from './app-env.ts';
import { whenContinued } from './continuation.ts';
import { type DirectConnectionOptions, DirectConnections } from './direct-connection.ts';
import { directListener, directRoutesOf, refusedOf } from './direct-route.ts';
import { httpErrors } from './errors.ts';
import { AppResponse } from './response-headers.ts';
import {
  noTunnel,
  refuseConnection,
  refuseRequest,
  unmetExpectation,
  unreadableRequest,
  unusableAddress,
} from './wire-refusal.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 10,000. */
  readonly connectionsMax?: number;
  /** Time for the whole head of a request. Default 10,000. */
  readonly headersTimeoutMs?: number;
  /** Time for a whole request to arrive. Default 60,000. */
  readonly requestTimeoutMs?: number;
  /** Time between an answer and the next request of a connection, whole seconds. Default 30,000. */
  readonly keepAliveMs?: number;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more connections, tells handlers to come to an end (`cancelledOf`), and waits for them: at most
   * `graceMs`, then cuts what is left.
   */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves an app over HTTP/1.1.
 *
 * @throws InvariantError where a route has not declared who may use it; E_HTTP_PORT_IN_USE,
 * E_HTTP_PORT_FORBIDDEN.
 */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  assertAccessDeclared(app);
  const shutdown = new AbortController();
  const throughApp = getRequestListener(
    (request, bindings) => {
      const own = bindings as HttpBindings;
      return app.fetch(
        request,
        Object.assign(own, { shutdown: shutdown.signal, refused: refusedOf(own.incoming) }),
      );
    },
    // HTTP/1.0 has no Host.
    { hostname: 'localhost', errorHandler: rethrown },
  ) as AsyncListener;
  const direct = directRoutesOf(app);
  const listener = directListener(direct, refusingAddresses(throughApp));
  const { headersTimeoutMs: headersTimeout = 10_000, keepAliveMs = 30_000 } = options;
  const server = createServer(
    {
      ServerResponse: AppResponse,
      headersTimeout,
      requestTimeout: options.requestTimeoutMs ?? 60_000,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: 2_000,
      requireHostHeader: false,
    },
    listener,
  );
  server.maxConnections = options.connectionsMax ?? 10_000;
  server.on('checkContinue', whenContinued(listener));
  server.on('clientError', refuseUnreadable);
  server.on('connect', (_request, socket) => refuseConnection(socket, noTunnel(methodsOf(app))));
  server.on('checkExpectation', (incoming, outgoing) =>
    refuseRequest(incoming, outgoing, unmetExpectation(incoming.headers.expect ?? '')),
  );
  const directConnections =
    direct && takeConnections(server, { direct, firstMs: headersTimeout, keepAliveMs, refuseSilent });
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await opened(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    port,
    close: async (graceMs) => {
      const closed = close(server, directConnections, shutdown, graceMs);
      // A browser opens connections ahead: one on which nothing came is not idle to Node, which would wait for it.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      await closed;
    },
  };
}

/** Every method that some address takes. */
function methodsOf(app: App): readonly string[] {
  const methods = new Set(app.routes.map(({ method }) => method).filter((method) => method !== 'ALL'));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

function opened(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(openFailure(error, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function openFailure(error: NodeJS.ErrnoException, host: string, port: number): TongbanError | Error {
  const facts = { host, port };
  if (error.code === 'EADDRINUSE') {
    return httpErrors.error('E_HTTP_PORT_IN_USE', {
      detail: {
        zh: `${host} 的端口 ${port} 已被另一程序占用。请停止该程序，或换一个端口：--port ${port + 1}`,
        en: `Port ${port} of ${host} is in use by another program. Stop it, or take another port: --port ${port + 1}`,
      },
      facts,
    });
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return httpErrors.error('E_HTTP_PORT_FORBIDDEN', {
      detail: {
        zh: `无法在 ${host} 的端口 ${port} 上监听（${error.code}）。请用 1024 以上的端口和本机的地址。`,
        en: `Cannot listen on port ${port} of ${host} (${error.code}). Take a port above 1023 and an address of this machine.`,
      },
      facts,
    });
  }
  return error;
}

function close(
  server: Server,
  directConnections: DirectConnections | undefined,
  shutdown: AbortController,
  graceMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      directConnections?.cut();
      server.closeAllConnections();
    }, graceMs);
    // A connection that was busy when the server closed becomes idle later, and nobody else would end it.
    const sweep = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    directConnections?.close();
    shutdown.abort(new Error('the server is closing'));
  });
}

/** Has connections read as plain requests first, and by Node from the first that is none. */
function takeConnections(
  server: Server,
  options: Omit<DirectConnectionOptions, 'toNode'>,
): DirectConnections {
  const [toNode] = server.listeners('connection') as [(this: Server, socket: Socket) => void];
  server.removeListener('connection', toNode);
  const connections = new DirectConnections({ ...options, toNode: (socket) => toNode.call(server, socket) });
  server.on('connection', (socket) => connections.take(socket));
  return connections;
}

/** What Node says where a connection brings no request in time. */
function refuseSilent(socket: Socket): void {
  refuseUnreadable(Object.assign(new Error('no request came'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
}

/** What Node cannot read as HTTP gets a problem document too. */
function refuseUnreadable(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else refuseConnection(socket, unreadableRequest(error), error.rawPacket?.toString('latin1'));
}

/** What Node reads and the app could not: an address that is none. */
function refusingAddresses(throughApp: AsyncListener): RequestListener {
  return (incoming, outgoing) => {
    if (incoming.headers.host === undefined && incoming.httpVersion !== '1.0') {
      refuseRequest(incoming, outgoing, unusableAddress('Missing host header'));
      return;
    }
    throughApp(incoming, outgoing).catch((error) => {
      if (error instanceof RequestError && !outgoing.headersSent)
        refuseRequest(incoming, outgoing, unusableAddress(error.message));
      else outgoing.destroy();
    });
  };
}

type AsyncListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

function rethrown(error: unknown): never {
  throw error;
}
