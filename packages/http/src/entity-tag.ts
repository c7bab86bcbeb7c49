import { hash } from 'node:crypto';
import { type AppContext, headerOf } from './app-env.ts';

/**
 * Answers a GET with JSON and its entity tag; 304 without a body where the caller has this version already.
 */
export function jsonWithTag(c: AppContext, json: string, contentType: string = 'application/json'): Response {
  const tag = `"${hash('sha256', json, 'base64url').slice(0, 27)}"`;
  // A cache may keep it, but has to ask each time.
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
  if (isHeld(headerOf(c, 'if-none-match'), tag)) return c.newResponse(null, 304, headers);
  return c.newResponse(json, 200, { ...headers, 'Content-Type': contentType });
}

/** Weak comparison (RFC 9110 §13.1.2). */
function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((held) => held.trim().replace(/^W\//, '') === tag);
}
