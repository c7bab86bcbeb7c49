import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isTracing } from '@tongban/telemetry';
import { identify, takeTurn } from './access.ts';
import { type App, type HttpServer, serverOf } from './app-env.ts';
import type { Identity, Role } from './identity.ts';
import { refuseRepeatedHeaders } from './repeated-headers.ts';
import { readIncomingBytes } from './request-body.ts';
import { requestIdOf } from './request-ids.ts';
import { AppResponse } from './response-headers.ts';

/** A request at the very address of a route, without a query. */
export interface DirectRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly identity: Identity;
}

export interface DirectAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: object;
}

/** The plain case of a route that the app has as well. */
export interface DirectRoute {
  readonly method: string;
  readonly path: string;
  readonly roles: readonly [Role, ...Role[]];
  answer(request: DirectRequest): Promise<DirectAnswer>;
}

/** What became of a request before the app came to it. */
export interface Refused {
  readonly failure: unknown;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

const routes = new WeakMap<App, Map<string, DirectRoute>>();
const refusals = new WeakMap<IncomingMessage, Refused>();

/**
 * Answers the plain requests of a route straight from Node's own, at half the cost of the way through the app: for
 * the one address that is called thousands of times a second. Who calls, how often, the size of the body, headers and
 * measurement are the same. Everything else goes through the app: requests with a query, while spans are recorded,
 * and whatever is refused, so that there is one way to say no.
 */
export function answerDirectly(app: App, route: DirectRoute): void {
  const known = routes.get(app) ?? new Map<string, DirectRoute>();
  routes.set(app, known.set(route.path, route));
}

/** Takes what direct routes answer, and leaves the rest to the app's own listener. */
export function directListener(
  app: App,
  throughApp: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): RequestListener {
  const direct = routes.get(app);
  const server = serverOf(app);
  if (!direct || !server) return throughApp;
  return (incoming, outgoing) => {
    const route = direct.get(incoming.url ?? '');
    if (!route || route.method !== incoming.method || isTracing() || !(outgoing instanceof AppResponse)) {
      throughApp(incoming, outgoing);
      return;
    }
    const startedAt = performance.now();
    serve(server, route, incoming, outgoing, startedAt).catch((failure) => {
      refusals.set(incoming, { failure, startedAt });
      throughApp(incoming, outgoing);
    });
  };
}

/** Why the app is asked to answer a request that the direct way could not. */
export function refusedOf(incoming: IncomingMessage): Refused | undefined {
  return refusals.get(incoming);
}

async function serve(
  server: HttpServer,
  { method, path, roles, answer }: DirectRoute,
  incoming: IncomingMessage,
  outgoing: AppResponse,
  startedAt: number,
): Promise<void> {
  refuseRepeatedHeaders(incoming);
  const { headers } = incoming;
  const identified = identify(server, headers.authorization, roles);
  const identity = identified instanceof Promise ? await identified : identified;
  takeTurn(server.rateLimit, identity.department, (name, value) => {
    outgoing.defaults[name] = value;
  });
  const { status, body } = await answer({ headers, body: await readIncomingBytes(incoming), identity });
  const text = JSON.stringify(body);
  const requestId = requestIdOf(server, headers['x-request-id']);
  outgoing.defaults['x-request-id'] = requestId;
  const bytes = Buffer.byteLength(text);
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': String(bytes) });
  // Text without a character beyond ASCII needs no conversion.
  outgoing.end(text, bytes === text.length ? 'latin1' : 'utf8');
  const seconds = (performance.now() - startedAt) / 1_000;
  server.duration.record(seconds, { method, route: path, status });
  server.logger.debug({ requestId, method, path, status, seconds }, 'Request answered.');
}
