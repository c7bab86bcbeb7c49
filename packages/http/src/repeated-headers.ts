import type { IncomingMessage } from 'node:http';
import { httpErrors } from './errors.ts';

/**
 * Headers of which one value counts. Node keeps the first of some and joins the others, so that what was sent twice would be
 * read as a third thing. Lists, such as `Accept-Language`, may come in several lines (RFC 9110 §5.3).
 */
const singleHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'content-type',
  'host',
  'idempotency-key',
  'last-event-id',
]);

/** Refuses a request in which a header of one value, or an attribute of an event (`ce-…`), comes twice. @throws E_HTTP_HEADER_TWICE */
export function refuseRepeatedHeaders({ headers, rawHeaders }: IncomingMessage): void {
  // Names and values alternate. Nearly every request ends here: no name comes twice.
  let distinct = 0;
  for (const _ in headers) distinct++;
  if (distinct * 2 === rawHeaders.length) return;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (seen.has(name) && (singleHeaders.has(name) || name.startsWith('ce-'))) repeated.add(name);
    seen.add(name);
  }
  if (repeated.size === 0) return;
  const list = [...repeated].join(', ');
  throw httpErrors.error('E_HTTP_HEADER_TWICE', {
    detail: {
      zh: `请求头 ${list} 出现多次，未处理该请求；请只保留一个。`,
      en: `The header ${list} comes more than once, and nothing was done. Send it once.`,
    },
    facts: { headers: [...repeated] },
  });
}
