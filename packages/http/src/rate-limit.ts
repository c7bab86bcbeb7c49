import type { Clock } from '@tongban/kernel';

export interface RateLimitOptions {
  /** Requests a second that a department may make for ever. */
  readonly perSecond: number;
  /** Requests it may make at once after a rest. Default: what one second allows. */
  readonly burst?: number;
  readonly clock: Clock;
  /** Departments remembered; the one that was seen first is forgotten first. Default 10,000. */
  readonly keysMax?: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  /** Requests left now. */
  readonly remaining: number;
  /** Seconds until the next request is allowed; 0 where one is allowed now. */
  readonly retryAfterSeconds: number;
}

/** Counts requests of one process in memory. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
  take(key: string): RateVerdict;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A token bucket for each key. Time that goes backwards adds nothing and takes nothing away. */
export function tokenBuckets(options: RateLimitOptions): RateLimit {
  const { clock, perSecond, burst = perSecond, keysMax = 10_000 } = options;
  const buckets = new Map<string, Bucket>();

  const bucketOf = (key: string, nowMs: number): Bucket => {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size >= keysMax) buckets.delete(buckets.keys().next().value ?? '');
    const bucket = { tokens: burst, filledAt: nowMs };
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    burst,
    perSecond,
    take(key) {
      const nowMs = clock.now();
      const bucket = bucketOf(key, nowMs);
      const elapsedMs = Math.max(0, nowMs - bucket.filledAt);
      bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1_000);
      bucket.filledAt = nowMs;
      const allowed = bucket.tokens >= 1;
      if (allowed) bucket.tokens -= 1;
      const retryAfterSeconds = allowed ? 0 : (1 - bucket.tokens) / perSecond;
      return { allowed, remaining: Math.floor(bucket.tokens), retryAfterSeconds };
    },
  };
}
