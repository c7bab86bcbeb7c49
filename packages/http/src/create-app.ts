import { type Clock, type IdSource, systemClock } from '@tongban/kernel';
import { type Logger, type Metrics, metricsOf, withSpan } from '@tongban/telemetry';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import {
  type App,
  type AppMiddleware,
  bindServer,
  type HttpEnv,
  type HttpServer,
  headerOf,
} from './app-env.ts';
import type { Authenticator } from './authenticator.ts';
import { failureResponse, noSuchAddress } from './failure-response.ts';
import { loggedPath } from './logged-path.ts';
import { type RateLimit, tokenBuckets } from './rate-limit.ts';
import { refuseRepeatedHeaders } from './repeated-headers.ts';
import { requestIdOf, requestIds } from './request-ids.ts';
import { setHeader, setSecurityHeaders } from './response-headers.ts';

export interface AppOptions {
  readonly name: string;
  readonly logger: Logger;
  readonly authenticate: Authenticator;
  readonly clock?: Clock;
  readonly metrics?: Metrics;
  /** Default: 20,000 requests a second for each department. */
  readonly rateLimit?: RateLimit;
  /** Where ids of requests come from that bring none. */
  readonly requestIds?: IdSource;
}

/** Seconds. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * A Hono app in which every failure is a problem document, every request has an id, and every route has to
 * declare
 * who may use it (`requires`, `open`): `listen` refuses an app that has one that does not.
 */
export function createApp(options: AppOptions): App {
  const { name, logger, authenticate, clock = systemClock, metrics = metricsOf() } = options;
  const duration = metrics.histogram('http_server_request_duration', {
    description:
      'Time from the arrival of a request to its answer; for streams, to the beginning of the answer.',
    unit: 's',
    bounds: durationBounds,
  });
  const server: HttpServer = {
    name,
    logger,
    authenticate,
    clock,
    rateLimit: options.rateLimit ?? tokenBuckets({ clock, perSecond: 20_000 }),
    requestIds: options.requestIds ?? requestIds(),
    duration,
  };
  const app = new Hono<HttpEnv>();
  bindServer(app, server);
  app.use(serveRequests(server));
  app.notFound((c) => failureResponse(c, noSuchAddress(app, c)));
  app.onError((error, c) => failureResponse(c, error));
  return app;
}

function serveRequests(server: HttpServer): AppMiddleware {
  return async function serveRequest(c, next) {
    const refused = c.env?.refused;
    const startedAt = refused?.startedAt ?? performance.now();
    const requestId = requestIdOf(server, headerOf(c, 'x-request-id'));
    c.set('server', server);
    c.set('requestId', requestId);
    setHeader(c, 'x-request-id', requestId);
    setSecurityHeaders(c);
    if (refused) {
      for (const [name, value] of Object.entries(refused.headers))
        setHeader(c, name as Lowercase<string>, value);
    }
    const method = c.req.method;
    const route = routePath(c, -1);
    const answer = async (): Promise<void> => {
      try {
        if (refused) throw refused.failure;
        if (c.env?.incoming) refuseRepeatedHeaders(c.env.incoming);
        await next();
      } catch (thrown) {
        // Hono hands errors to onError; what is thrown and no Error arrives here.
        c.res = failureResponse(c, thrown);
      }
      const seconds = (performance.now() - startedAt) / 1_000;
      const status = c.res.status;
      server.duration.record(seconds, { method, route, status });
      const path = loggedPath(c.req.path);
      server.logger.debug({ requestId, method, path, status, seconds }, 'Request answered.');
    };
    await withSpan(`${method} ${route}`, { 'http.request.method': method, 'http.route': route }, answer, {
      traceparent: headerOf(c, 'traceparent'),
      tracestate: headerOf(c, 'tracestate'),
    });
  };
}
