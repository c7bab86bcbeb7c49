import { type Clock, type RandomBytes, sleep, TongbanError } from '@tongban/kernel';
import { clientErrors } from './errors.ts';

/** How patiently something is tried again. */
export interface RetryTerms {
  /** Attempts in all, at least 1. */
  readonly attempts: number;
  /**
   * Wait after the first failure; it doubles each time up to `delayMsMax`, and is shortened by up to half at
   * random.
   */
  readonly delayMs: number;
  readonly delayMsMax: number;
  /** The longest `Retry-After` that is waited for. */
  readonly retryAfterMsMax: number;
}

/** About a minute in all: longer than a restart of the platform takes. */
export const defaultRetryTerms: RetryTerms = {
  attempts: 10,
  delayMs: 250,
  delayMsMax: 15_000,
  retryAfterMsMax: 120_000,
};

/** What waiting needs, injected so that a test owns time and chance. */
export interface Waiting {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signal?: AbortSignal | undefined;
}

/** The wait after the given number of failures, from 1: between half and the whole of the doubled delay. */
export function backoffMs(terms: RetryTerms, failures: number, random: RandomBytes): number {
  const wholeMs = Math.min(terms.delayMsMax, terms.delayMs * 2 ** Math.min(failures - 1, 30));
  const [high = 0, low = 0] = random(new Uint8Array(2));
  return wholeMs - Math.floor((wholeMs * (high * 256 + low)) / (2 * 65_536));
}

/**
 * Tries until it succeeds, is refused for good, or the attempts are used up. What `attempt` does must be the
 * same each time. @throws the refusal, E_CLIENT_CANCELLED, or E_CLIENT_GAVE_UP with the last failure as its
 * cause.
 */
export async function withRetries<Value>(
  attempt: () => Promise<Value>,
  terms: RetryTerms,
  waiting: Waiting,
): Promise<Value> {
  for (let failures = 1; ; failures++) {
    if (waiting.signal?.aborted) throw clientErrors.error('E_CLIENT_CANCELLED');
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      const askedMs = (error.retryAfterSeconds ?? 0) * 1_000;
      if (failures >= terms.attempts || askedMs > terms.retryAfterMsMax) throw gaveUp(error, failures);
      await sleep(
        waiting.clock,
        Math.max(askedMs, backoffMs(terms, failures, waiting.random)),
        waiting.signal,
      );
    }
  }
}

export function isRetryable(error: unknown): error is TongbanError {
  return error instanceof TongbanError && error.retryable && !clientErrors.is(error, 'E_CLIENT_CANCELLED');
}

function gaveUp(last: TongbanError, attempts: number): TongbanError {
  return clientErrors.error('E_CLIENT_GAVE_UP', {
    detail: {
      zh: `尝试 ${attempts} 次后放弃，最后一次：${last.detail.zh}。结果可能未知；用同一事件（相同编号和内容）重发是安全的`,
      en: `Gave up after ${attempts} attempts, the last: ${last.detail.en}. What became of it may be unknown; sending the same event again, with the same id and content, is safe`,
    },
    facts: { attempts, lastCode: last.code, lastStatus: last.status },
    problems: last.problems,
    ...(last.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: last.retryAfterSeconds }),
    cause: last,
  });
}
