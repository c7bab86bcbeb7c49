import type { Clock } from '@tongban/kernel';

/** A clock that only its test moves, and that leaps: whatever fell due on the way fires once, as after a sleep. */
export interface LeapingClock extends Clock {
  /** Moves on to a moment, epoch milliseconds, and fires what is due. What that sets off is not waited for. */
  leapTo(atMs: number): void;
}

export function leapingClock(startMs: number): LeapingClock {
  const timers = new Set<{ readonly atMs: number; readonly fire: () => void }>();
  let nowMs = startMs;
  return {
    now: () => nowMs,
    after(delayMs, fire) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), fire };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    leapTo(atMs) {
      nowMs = Math.max(nowMs, atMs);
      const due = [...timers]
        .filter((timer) => timer.atMs <= nowMs)
        .sort((one, other) => one.atMs - other.atMs);
      for (const timer of due) if (timers.delete(timer)) timer.fire();
    },
  };
}
