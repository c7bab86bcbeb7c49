import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, IdSource } from '@tongban/kernel';
import type { Histogram, Logger } from '@tongban/telemetry';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Authenticator } from './authenticator.ts';
import type { Refused } from './direct-route.ts';
import type { Identity } from './identity.ts';
import type { RateLimit } from './rate-limit.ts';

/**
 * What every handler finds in its context. Read it through `identityOf`, `shutdownOf` and the other
 * functions.
 */
export interface HttpEnv {
  readonly Bindings: {
    /** Absent where a test calls `app.request()`. */
    readonly incoming?: IncomingMessage;
    readonly outgoing?: ServerResponse;
    /** Aborts when the server begins to close. */
    readonly shutdown?: AbortSignal;
    /** What was refused before the app was asked. */
    readonly refused?: Refused | undefined;
  };
  readonly Variables: {
    readonly server: HttpServer;
    readonly requestId: string;
    /** Set by `requires`. */
    readonly identity?: Identity;
  };
}

/** What the parts of one app share. */
export interface HttpServer {
  readonly name: string;
  readonly logger: Logger;
  readonly authenticate: Authenticator;
  readonly clock: Clock;
  readonly rateLimit: RateLimit;
  /** Ids of requests that bring none. */
  readonly requestIds: IdSource;
  /** Of every request, seconds. */
  readonly duration: Histogram;
}

export type App = Hono<HttpEnv>;
export type AppContext = Context<HttpEnv>;
export type AppMiddleware = MiddlewareHandler<HttpEnv>;

const servers = new WeakMap<App, HttpServer>();

/** Notes what the parts of an app share. */
export function bindServer(app: App, server: HttpServer): void {
  servers.set(app, server);
}

/** What the parts of an app share; undefined where `createApp` did not make it. */
export function serverOf(app: App): HttpServer | undefined {
  return servers.get(app);
}

/**
 * A request header. Reads Node's parsed headers where there are some: building `Headers` costs more than
 * routing.
 */
export function headerOf(c: AppContext, name: Lowercase<string>): string | undefined {
  const value = c.env?.incoming ? c.env.incoming.headers[name] : c.req.header(name);
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * Whether the head of the answer alone is wanted (HEAD). Nothing is handed over then: where GET has an effect, such as a
 * record of the read, HEAD must not have it.
 */
export function wantsHeadOnly(c: AppContext): boolean {
  return c.req.method === 'HEAD';
}

/** The log of this request: every line carries its id. */
export function loggerOf(c: AppContext): Logger {
  return c.get('server').logger.child({ requestId: c.get('requestId') });
}

/**
 * Aborts when the caller is gone or the server begins to close: what long polls and streams wait on, so that
 * they
 * end within the grace of a shutdown.
 */
export function cancelledOf(c: AppContext): AbortSignal {
  const shutdown = c.env?.shutdown;
  return shutdown === undefined ? c.req.raw.signal : AbortSignal.any([shutdown, c.req.raw.signal]);
}
