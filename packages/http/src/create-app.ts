import { type Clock, type IdSource, systemClock } from '@tongban/kernel';
import { type Histogram, type Logger, type Metrics, metricsOf, withSpan } from '@tongban/telemetry';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import {
  type App,
  type AppContext,
  type AppMiddleware,
  type HttpEnv,
  type HttpServer,
  headerOf,
} from './app-env.ts';
import type { Authenticator } from './authenticator.ts';
import { failureResponse, noSuchAddress } from './failure-response.ts';
import { type RateLimit, tokenBuckets } from './rate-limit.ts';
import { requestIds } from './request-ids.ts';
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

const requestIdForm = /^[\w.:-]{8,128}$/;
/** Seconds. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * A Hono app in which every failure is a problem document, every request has an id, and every route has to
 * declare
 * who may use it (`requires`, `open`): `listen` refuses an app that has one that does not.
 */
export function createApp(options: AppOptions): App {
  const { name, logger, authenticate, clock = systemClock, metrics = metricsOf() } = options;
  const server: HttpServer = {
    name,
    logger,
    authenticate,
    rateLimit: options.rateLimit ?? tokenBuckets({ clock, perSecond: 20_000 }),
  };
  const duration = metrics.histogram('http_server_request_duration', {
    description:
      'Time from the arrival of a request to its answer; for streams, to the beginning of the answer.',
    unit: 's',
    bounds: durationBounds,
  });
  const app = new Hono<HttpEnv>();
  app.use(serveRequests(server, options.requestIds ?? requestIds(), duration));
  app.notFound((c) => failureResponse(c, noSuchAddress(app, c)));
  app.onError((error, c) => failureResponse(c, error));
  return app;
}

function serveRequests(server: HttpServer, ids: IdSource, duration: Histogram): AppMiddleware {
  return async function serveRequest(c, next) {
    const startedAt = performance.now();
    const requestId = requestIdOf(c, ids);
    c.set('server', server);
    c.set('requestId', requestId);
    setHeader(c, 'x-request-id', requestId);
    setSecurityHeaders(c);
    const method = c.req.method;
    const route = routePath(c, -1);
    const answer = async (): Promise<void> => {
      try {
        await next();
      } catch (thrown) {
        // Hono hands errors to onError; what is thrown and no Error arrives here.
        c.res = failureResponse(c, thrown);
      }
      const seconds = (performance.now() - startedAt) / 1_000;
      const status = c.res.status;
      duration.record(seconds, { method, route, status });
      server.logger.debug({ requestId, method, path: c.req.path, status, seconds }, 'Request answered.');
    };
    await withSpan(`${method} ${route}`, { 'http.request.method': method, 'http.route': route }, answer, {
      traceparent: headerOf(c, 'traceparent'),
      tracestate: headerOf(c, 'tracestate'),
    });
  };
}

/** The caller's own id where it is a plain one, so that both logs can be read together. */
function requestIdOf(c: AppContext, ids: IdSource): string {
  const given = headerOf(c, 'x-request-id');
  return given !== undefined && requestIdForm.test(given) ? given : ids.next();
}
