import type { Clock } from '@tongban/kernel';

/**
 * A clock that only its owner moves. What it fires may be asynchronous: it waits until that has come to rest.
 */
export interface SimulatedClock extends Clock {
  /** Timers that have not fired. */
  readonly pending: number;
  /** Moves on by `ms`, firing what is due on the way, each at its own moment, also what is set meanwhile. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from timer to timer until none is left. @throws where more than `firesMax` (10,000) fire: it never
   * rests
   */
  runUntilIdle(options?: { readonly firesMax?: number }): Promise<void>;
}

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

export function simulatedClock({ startMs }: { readonly startMs: number }): SimulatedClock {
  const timers = new Set<Timer>();
  let nowMs = startMs;
  let order = 0;

  const next = (): Timer | undefined =>
    [...timers].sort((one, other) => one.atMs - other.atMs || one.order - other.order)[0];

  const fire = async (timer: Timer): Promise<void> => {
    timers.delete(timer);
    nowMs = Math.max(nowMs, timer.atMs);
    timer.fire();
    await quiet();
  };

  return {
    now: () => nowMs,
    after(delayMs, fireTimer) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), order: order++, fire: fireTimer };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await quiet();
      for (let due = next(); due && due.atMs <= untilMs; due = next()) await fire(due);
      nowMs = untilMs;
    },
    async runUntilIdle({ firesMax = 10_000 } = {}) {
      await quiet();
      let fires = 0;
      for (let due = next(); due; due = next()) {
        if (++fires > firesMax) throw new Error(`the clock is not idle after ${firesMax} timers`);
        await fire(due);
      }
    },
  };
}

/**
 * Lets promises and what they set off run, before time goes on. Work outside the process is not waited for.
 */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
