import { matchedRoutes, routePath } from 'hono/route';
import { findTargetHandler } from 'hono/utils/handler';
import type { AppContext } from './app-env.ts';
import { inputRefusal } from './input-refusal.ts';
import { unknownName } from './zod-problems.ts';

/** On the handler of a route that checks the query itself. */
export const checksQuery: unique symbol = Symbol('checks the query');

/**
 * Refuses a query where the route takes none: who mistypes an address, or hopes for a filter that there is not, would
 * believe that it was heeded. Requests without a query, nearly all, cost one look at the address.
 *
 * @throws E_INPUT_INVALID
 */
export function refuseUndeclaredQuery(c: AppContext): void {
  if (!urlOf(c).includes('?') || isQueryChecked(c)) return;
  const names = Object.keys(queryParameters(c));
  if (names.length === 0) return;
  throw inputRefusal(
    'query',
    names.map((name) => unknownName([name], [])),
  );
}

/** The parameters of a query by name. The app's own reading passes over one without a name, `?=x`: here it is ''. */
export function queryParameters(c: AppContext): Record<string, string[]> {
  const url = urlOf(c);
  const isNameless = /(?:^|&)=/.test(url.slice(url.indexOf('?') + 1));
  return isNameless ? { ...c.req.queries(), '': [] } : c.req.queries();
}

function urlOf(c: AppContext): string {
  return c.env?.incoming?.url ?? c.req.url;
}

function isQueryChecked(c: AppContext): boolean {
  const path = routePath(c);
  return matchedRoutes(c).some(
    (route) => route.path === path && checksQuery in findTargetHandler(route.handler),
  );
}
