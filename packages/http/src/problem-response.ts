import type { TongbanError } from '@tongban/kernel';
import type { StatusCode } from 'hono/utils/http-status';
import { type AppContext, headerOf } from './app-env.ts';
import { preferredLanguage } from './language.ts';
import { problemDocument } from './problem-document.ts';

/** Answers with the problem details of an error, in the caller's language. */
export function problemResponse(c: AppContext, error: TongbanError): Response {
  const language = preferredLanguage(headerOf(c, 'accept-language'));
  const document = problemDocument(error, { language, instance: c.req.path, requestId: c.get('requestId') });
  return c.newResponse(JSON.stringify(document, bigintAsText), error.status as StatusCode, {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    Vary: 'Accept-Language',
    ...problemHeaders(error),
  });
}

/** Headers that HTTP asks for with a status; all of them follow from the error. */
export function problemHeaders(error: TongbanError): Record<string, string> {
  const headers: Record<string, string> = {};
  if (error.status === 401 || error.status === 403) headers['WWW-Authenticate'] = challenge(error);
  if (error.status === 405 && Array.isArray(error.facts.allow)) headers.Allow = error.facts.allow.join(', ');
  // The rest of the body is not wanted: the connection ends with this answer.
  if (error.status === 413) headers.Connection = 'close';
  if (error.retryAfterSeconds !== undefined) {
    headers['Retry-After'] = String(Math.max(1, Math.ceil(error.retryAfterSeconds)));
  }
  return headers;
}

/** RFC 6750 §3: a request without credentials gets no error code. */
function challenge(error: TongbanError): string {
  const realm = 'Bearer realm="tongban"';
  if (error.code === 'E_AUTH_MISSING') return realm;
  const reason = error.status === 403 ? 'insufficient_scope' : 'invalid_token';
  return `${realm}, error="${reason}", error_description="${error.title.en.replaceAll(/["\\]/g, '')}"`;
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
