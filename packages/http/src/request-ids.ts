import { randomBytes } from 'node:crypto';
import type { IdSource } from '@tongban/kernel';
import type { HttpServer } from './app-env.ts';

const requestIdForm = /^[\w.:-]{8,128}$/;

/**
 * Ids of requests: random for each process, then counted. A hundredth of the cost of a random id for each.
 */
export function requestIds(): IdSource {
  const process = randomBytes(6).toString('hex');
  let count = 0;
  return { next: () => `${process}-${(++count).toString(36)}` };
}

/** The caller's own id where it is a plain one, so that both logs can be read together. */
export function requestIdOf(server: HttpServer, given: string | string[] | undefined): string {
  return typeof given === 'string' && requestIdForm.test(given) ? given : server.requestIds.next();
}
