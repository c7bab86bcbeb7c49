/** Time is injected everywhere, so that tests and simulations own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `fire` once after at least `delayMs`; the answer cancels it. Never keeps a process alive by itself. */
  after(delayMs: number, fire: () => void): () => void;
}

/** What a timer of the machine holds, 24.8 days: a longer one would fire at once. */
const timerMsMax = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, fire) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (restMs: number): void => {
      timer = setTimeout(
        () => (restMs > timerMsMax ? wait(restMs - timerMsMax) : fire()),
        Math.min(restMs, timerMsMax),
      );
      (timer as { unref?: () => void }).unref?.();
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};

/** Waits `delayMs` on a clock. Resolves early, without error, when the signal aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** RFC 3339 in UTC with milliseconds, of epoch milliseconds. */
export function instant(epochMs: number): string {
  if (epochMs !== last.epochMs) last = { epochMs, text: new Date(epochMs).toISOString() };
  return last.text;
}

/** Events that were recorded together are shown together. */
let last = { epochMs: 0, text: '1970-01-01T00:00:00.000Z' };
