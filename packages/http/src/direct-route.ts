import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HistogramSeries, isTracing } from '@tongban/telemetry';
import { identify, rateHeaders, takeTurn } from './access.ts';
import { type App, type HttpServer, serverOf } from './app-env.ts';
import type { Identity, Role } from './identity.ts';
import { isPlainHost } from './plain-request.ts';
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
  /** Headers that the answer has whatever it says. */
  readonly headers: Readonly<Record<Lowercase<string>, string>>;
}

/** Where a request comes from and its answer goes to. */
export interface DirectExchange {
  readonly headers: IncomingHttpHeaders;
  /** @throws as `readBytes` does */
  readonly body: () => Promise<Uint8Array> | Uint8Array;
  readonly send: (answer: SentAnswer) => void;
}

/** An answer as it is sent: JSON, with these headers beside those that every answer has. */
export interface SentAnswer {
  readonly status: number;
  /** What `takeTurn` said is left of the rate. */
  readonly left: string;
  readonly requestId: string;
  /** Bytes of the JSON. */
  readonly length: number;
  readonly json: string;
}

/** A route, and how long its answers take by their status. */
export interface MeasuredRoute extends DirectRoute {
  readonly durations: Map<number, HistogramSeries>;
}

/** The routes of an app that are answered directly. */
export interface DirectRoutes {
  readonly server: HttpServer;
  /** The route of method and target, such as `POST /v1/events`; undefined where a request goes through the app. */
  find(address: string): MeasuredRoute | undefined;
  /** What the app says to a request that was refused before it came there, of which Node made no object. */
  refuse(request: Request, refused: Refused): Promise<Response>;
}

/** What every direct answer is. */
export const jsonType = 'application/json';

const routes = new WeakMap<App, Map<string, MeasuredRoute>>();
const refusals = new WeakMap<IncomingMessage, Refused>();

/**
 * Answers the plain requests of a route without the app, at less than half the cost of the way through it: for the one
 * address that is called thousands of times a second. Who calls, how often, the size of the body, headers and
 * measurement are the same. Everything else goes through the app: requests with a query, while spans are recorded,
 * and whatever is refused, so that there is one way to say no.
 */
export function answerDirectly(app: App, route: DirectRoute): void {
  const known = routes.get(app) ?? new Map<string, MeasuredRoute>();
  routes.set(app, known.set(`${route.method} ${route.path}`, { ...route, durations: new Map() }));
}

/** Undefined where the app answers everything itself. */
export function directRoutesOf(app: App): DirectRoutes | undefined {
  const known = routes.get(app);
  const server = serverOf(app);
  if (!known || !server) return undefined;
  return {
    server,
    find: (address) => (isTracing() ? undefined : known.get(address)),
    refuse: async (request, refused) => app.fetch(request, { refused }),
  };
}

/** Answers what it can of Node's own requests directly, and leaves the rest to the app's own listener. */
export function directListener(
  direct: DirectRoutes | undefined,
  throughApp: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): RequestListener {
  if (!direct) return throughApp;
  return (incoming, outgoing) => {
    const route = direct.find(`${incoming.method} ${incoming.url}`);
    if (!route || !isPlainHost(incoming.headers.host) || !(outgoing instanceof AppResponse)) {
      throughApp(incoming, outgoing);
      return;
    }
    serveIncoming(direct.server, route, incoming, outgoing)
      .then((refused) => {
        if (refused === undefined) return;
        refusals.set(incoming, refused);
        throughApp(incoming, outgoing);
      })
      .catch(() => outgoing.destroy());
  };
}

/** Why the app is asked to answer a request that the direct way could not. */
export function refusedOf(incoming: IncomingMessage): Refused | undefined {
  return refusals.get(incoming);
}

async function serveIncoming(
  server: HttpServer,
  route: MeasuredRoute,
  incoming: IncomingMessage,
  outgoing: AppResponse,
): Promise<Refused | undefined> {
  const startedAt = performance.now();
  try {
    refuseRepeatedHeaders(incoming);
  } catch (failure) {
    return { failure, startedAt, headers: {} };
  }
  return serveDirectly(server, route, startedAt, {
    headers: incoming.headers,
    body: () => readIncomingBytes(incoming),
    send: ({ status, left, requestId, length, json }) => {
      const own = { 'x-request-id': requestId, 'content-type': jsonType, 'content-length': String(length) };
      outgoing.writeHead(status, { ...rateHeaders(server.rateLimit, left), ...own });
      outgoing.end(json);
    },
  });
}

/**
 * Answers a request. Where it is refused nothing was sent, and the app is to say so with what comes back.
 *
 * @throws what fails once the answer is under way: nothing more may be sent on the connection then
 */
export async function serveDirectly(
  server: HttpServer,
  route: MeasuredRoute,
  startedAt: number,
  { headers: sent, body, send }: DirectExchange,
): Promise<Refused | undefined> {
  let left = '';
  let answered: DirectAnswer;
  try {
    const identified = identify(server, sent.authorization, route.roles);
    const identity = identified instanceof Promise ? await identified : identified;
    takeTurn(server.rateLimit, identity.department, (said) => {
      left = said;
    });
    const read = body();
    const bytes = read instanceof Promise ? await read : read;
    answered = await route.answer({ headers: sent, body: bytes, identity });
  } catch (failure) {
    return { failure, startedAt, headers: left === '' ? {} : rateHeaders(server.rateLimit, left) };
  }
  const { status } = answered;
  const json = JSON.stringify(answered.body);
  const requestId = requestIdOf(server, sent['x-request-id']);
  send({ status, left, requestId, length: Buffer.byteLength(json), json });
  const seconds = (performance.now() - startedAt) / 1_000;
  durationOf(server, route, status).record(seconds);
  const { method, path } = route;
  server.logger.debug({ requestId, method, path, status, seconds }, 'Request answered.');
  return undefined;
}

function durationOf(
  { duration }: HttpServer,
  { method, path, durations }: MeasuredRoute,
  status: number,
): HistogramSeries {
  let series = durations.get(status);
  if (series === undefined) {
    series = duration.series({ method, route: path, status });
    durations.set(status, series);
  }
  return series;
}
