import type { Clock } from '@tongban/kernel';

/** A clock that only a test moves. */
export interface ManualClock extends Clock {
  /** Moves on to a moment and fires what is due on the way, in order. */
  advanceTo(epochMs: number): void;
}

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly at: number; readonly fire: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs, fire) {
      const timer = { at: nowMs + delayMs, fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advanceTo(epochMs) {
      for (;;) {
        const due = [...timers]
          .filter((timer) => timer.at <= epochMs)
          .sort((one, other) => one.at - other.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.at);
        due.fire();
      }
      nowMs = Math.max(nowMs, epochMs);
    },
  };
}

/** A clock on which every wait is over at once: time jumps to its end. For tests of retries. */
export function hastyClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    after(delayMs, fire) {
      const at = nowMs + delayMs;
      const timer = setImmediate(() => {
        nowMs = Math.max(nowMs, at);
        fire();
      });
      return () => clearImmediate(timer);
    },
  };
}
