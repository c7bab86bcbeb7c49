import { randomBytes } from 'node:crypto';
import type { IdSource } from '@tongban/kernel';

/**
 * Ids of requests: random for each process, then counted. A hundredth of the cost of a random id for each.
 */
export function requestIds(): IdSource {
  const process = randomBytes(6).toString('hex');
  let count = 0;
  return { next: () => `${process}-${(++count).toString(36)}` };
}
