import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One address for the processes of a city, as an ingress gives it in production. For one machine and trial: a service
 * that refuses a body before it was sent whole is seen as a lost connection.
 */
export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

export interface GatewayRoute {
  /** Beginning of the paths that go there. The first route that fits is taken. */
  readonly prefix: string;
  /** Addresses of the replicas that run now. */
  targets(): readonly string[];
}

/** Opens the gateway on loopback; port 0 takes any free one. Replicas take turns; one that does not listen is left out. */
export async function openGateway(routes: readonly GatewayRoute[], port = 0): Promise<Gateway> {
  let turn = 0;
  const server = createServer((incoming, answer) => {
    const route = routes.find(({ prefix }) => incoming.url?.startsWith(prefix));
    const targets = route?.targets() ?? [];
    turn += 1;
    const inTurn = targets.map((_, at) => targets[(at + turn) % targets.length] as string);
    forward(incoming, answer, inTurn);
  });
  // A feed stream lasts as long as its reader wants.
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, targets: readonly string[]): void {
  const [target, ...others] = targets;
  if (target === undefined) {
    answer.writeHead(503, { 'retry-after': '1' }).end();
    return;
  }
  const { method, url = '/' } = incoming;
  const headers = endToEnd(incoming.headers);
  const outgoing = request(new URL(url, target), { method, headers, agent: false });
  let isConnected = false;
  outgoing.once('socket', (socket) => {
    const connected = (): void => {
      isConnected = true;
      incoming.pipe(outgoing);
    };
    if (socket.connecting) socket.once('connect', connected);
    else connected();
  });
  outgoing.once('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, endToEnd(response.headers));
    response.pipe(answer);
    response.once('error', () => answer.destroy());
  });
  outgoing.once('error', () => {
    // Nothing of the request was sent: another replica may be asked. Else only the caller knows whether to repeat it.
    if (!isConnected) forward(incoming, answer, others);
    else if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, { 'retry-after': '1' }).end();
  });
  answer.once('close', () => outgoing.destroy());
}

/**
 * Without what is about one connection (RFC 9110, section 7.6.1): a client that is told how long the connection behind
 * the gateway stays open would send on one that the gateway has closed.
 */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, 'keep-alive': keepAlive, 'proxy-connection': proxyConnection, ...others } = headers;
  return others;
}
