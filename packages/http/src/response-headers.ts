import { type IncomingMessage, ServerResponse } from 'node:http';
import type { AppContext } from './app-env.ts';

/** What browsers must not do with what an API answers. A page of the console sends its own policy instead. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Node's response with headers that an answer gets unless it has its own. They are handed to `writeHead` in
 * one
 * object: one call of `setHeader` beforehand would send all of them down Node's slow path.
 */
export class AppResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** By name in lower case. */
  readonly defaults: Record<string, string> = { ...securityHeaders };

  override writeHead(status: number, ...rest: readonly unknown[]): this {
    const own = rest.at(-1);
    const headers: Record<string, unknown> = { ...this.defaults };
    if (typeof own === 'object')
      for (const name in own) headers[name.toLowerCase()] = own[name as keyof typeof own];
    return super.writeHead(status, headers as Record<string, string>);
  }
}

/** A header of the answer, whatever the handler makes of it; the handler's own of the same name wins. */
export function setHeader(c: AppContext, name: Lowercase<string>, value: string): void {
  const outgoing = c.env?.outgoing;
  if (outgoing instanceof AppResponse) outgoing.defaults[name] = value;
  else c.header(name, value);
}

/** The security headers, where a server of another make (a test's) does not bring them. */
export function setSecurityHeaders(c: AppContext): void {
  if (c.env?.outgoing instanceof AppResponse) return;
  for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value);
}
