import { invariant } from '@tongban/kernel';
import type { Hono } from 'hono';
import { findTargetHandler } from 'hono/utils/handler';
import { type DescribeRouteOptions, uniqueSymbol } from 'hono-openapi';
import { type AppContext, type AppMiddleware, type HttpEnv, type HttpServer, headerOf } from './app-env.ts';
import { httpErrors } from './errors.ts';
import type { Identity, Role } from './identity.ts';
import type { RateLimit } from './rate-limit.ts';
import { setHeader } from './response-headers.ts';
import { tokenRefusal } from './token-refusal.ts';
import { refuseUndeclaredQuery } from './undeclared-query.ts';

const declaredAccess: unique symbol = Symbol('access');
const problem = { $ref: '#/components/responses/Problem' };

/**
 * Lets callers in who have one of the roles, within the rate of their department. First among the handlers of a
 * route. Handlers then read `identityOf(c)`. A query is refused where no `validated('query', …)` follows.
 */
export function requires(...needed: readonly [Role, ...Role[]]): AppMiddleware {
  const guard: AppMiddleware = async (c, next) => {
    const server = c.get('server');
    const identity = await identify(server, headerOf(c, 'authorization'), needed);
    takeTurn(server.rateLimit, identity.department, (left) => {
      for (const [name, value] of Object.entries(rateHeaders(server.rateLimit, left)))
        setHeader(c, name as Lowercase<string>, value);
    });
    refuseUndeclaredQuery(c);
    c.set('identity', identity);
    await next();
  };
  return declare(guard, { security: [{ bearer: [...needed] }], responses: guardedResponses });
}

/** Who calls, where they have one of the roles. @throws E_AUTH_…, also as a rejection */
export function identify(
  server: HttpServer,
  authorization: string | undefined,
  needed: readonly Role[],
): Promise<Identity> | Identity {
  const identity = server.authenticate(authorization);
  return identity instanceof Promise
    ? identity.then((known) => withRole(known, needed))
    : withRole(identity, needed);
}

function withRole(identity: Identity, needed: readonly Role[]): Identity {
  if (needed.some((role) => identity.roles.includes(role))) return identity;
  throw tokenRefusal('E_AUTH_ROLE', { needed, roles: identity.roles });
}

/** Lets everyone in: a declaration that this was meant. */
export function open(): AppMiddleware {
  return declare(async (_c, next) => next(), { security: [], responses: { default: problem } });
}

/** Who calls. Only behind `requires`. */
export function identityOf(c: AppContext): Identity {
  const identity = c.get('identity');
  invariant(identity !== undefined, 'identityOf is for routes behind requires(…)');
  return identity;
}

/**
 * Does what may last longer than the caller's token: the signal aborts when the token ends, and from then on nothing
 * may be handed over. Only behind `requires`. That an issuer took a token back is not known before it ends.
 */
export async function untilTokenEnds<Result>(
  c: AppContext,
  work: (tokenEnd: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { clock } = c.get('server');
  const end = new AbortController();
  const cancel = clock.after(identityOf(c).validUntilMs - clock.now(), () => end.abort());
  try {
    return await work(end.signal);
  } finally {
    cancel();
  }
}

/** Routes that declare neither `requires` nor `open` before anything else, as `GET /path`. Must be empty. */
export function undeclaredRoutes(app: Hono<HttpEnv>): readonly string[] {
  const undeclared = new Set<string>();
  const seen = new Set<string>();
  for (const { method, path, handler } of app.routes) {
    const target = findTargetHandler(handler);
    // `use` registers for ALL as well; Hono itself tells middleware by its second parameter.
    if (method === 'ALL' && target.length > 1 && !(declaredAccess in target)) continue;
    const route = `${method} ${path}`;
    if (!seen.has(route) && !(declaredAccess in target)) undeclared.add(route);
    seen.add(route);
  }
  return [...undeclared];
}

/** Refuses an app with a route that forgot to say who may use it. @throws InvariantError */
export function assertAccessDeclared(app: Hono<HttpEnv>): void {
  const routes = undeclaredRoutes(app);
  invariant(routes.length === 0, `routes without requires(…) or open(): ${routes.join(', ')}`);
}

function declare(guard: AppMiddleware, spec: DescribeRouteOptions): AppMiddleware {
  return Object.assign(guard, { [declaredAccess]: true, [uniqueSymbol]: { spec } });
}

const guardedResponses: NonNullable<DescribeRouteOptions['responses']> = {
  401: problem,
  403: problem,
  429: problem,
  default: problem,
};

/** The fields of draft-ietf-httpapi-ratelimit-headers: the limit, which is always the same, and what `takeTurn` said is left. */
export function rateHeaders(rateLimit: RateLimit, left: string): Readonly<Record<Lowercase<string>, string>> {
  return { 'ratelimit-policy': policyOf(rateLimit), ratelimit: left };
}

/** The limit of each department, as `ratelimit-policy`. */
export function policyOf({ burst }: RateLimit): string {
  return `"department";q=${burst};w=1`;
}

/** Counts a request, and says what is left, also where that is not enough. @throws E_RATE_LIMIT */
export function takeTurn(rateLimit: RateLimit, department: string, say: (left: string) => void): void {
  const { allowed, remaining, retryAfterSeconds } = rateLimit.take(department);
  say(`"department";r=${remaining};t=1`);
  if (allowed) return;
  throw httpErrors.error('E_RATE_LIMIT', {
    detail: {
      zh: `部门 ${department} 每秒最多 ${rateLimit.perSecond} 次请求。请稍候再试，或以批次发送。`,
      en: `The department ${department} has ${rateLimit.perSecond} requests a second. Wait, or send batches.`,
    },
    facts: { department, perSecond: rateLimit.perSecond },
    retryAfterSeconds,
  });
}
