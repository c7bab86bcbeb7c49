import { TongbanError } from '@tongban/kernel';

/** How often and how patiently an event is tried before it is parked. */
export interface RetryTerms {
  /** Attempts in all, 1 or more. Default 5. */
  readonly attempts?: number;
  /** Wait after the first failure; it doubles each time. Default 100 ms, at most `delayMsMax`, default 10 s. */
  readonly delayMs?: number;
  readonly delayMsMax?: number;
  /**
   * Whether an error says that the surroundings fail, not the event: then nothing is parked, and the processor waits
   * and tries again for as long as that lasts. Default: retryable errors with a status of 500 or more.
   */
  readonly isOutage?: (error: unknown) => boolean;
}

/** Terms with every default filled in. */
export type RetryPolicy = Required<RetryTerms>;

export function retryPolicy(terms: RetryTerms = {}): RetryPolicy {
  return { attempts: 5, delayMs: 100, delayMsMax: 10_000, isOutage, ...terms };
}

/** How long to wait after the given number of failures, from 1. */
export function delayAfter(policy: RetryPolicy, failures: number): number {
  return Math.min(policy.delayMsMax, policy.delayMs * 2 ** Math.min(failures - 1, 30));
}

function isOutage(error: unknown): boolean {
  return error instanceof TongbanError && error.retryable && error.status >= 500;
}
