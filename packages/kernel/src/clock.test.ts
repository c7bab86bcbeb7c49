import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Clock, instant, sleep, systemClock } from './clock.ts';

/** A clock that stands still until it is told to fire. */
function heldClock(): { clock: Clock; fire: () => void; waiting: () => number } {
  const timers = new Set<() => void>();
  return {
    clock: {
      now: () => 0,
      after(_, fire) {
        timers.add(fire);
        return () => timers.delete(fire);
      },
    },
    fire: () => {
      for (const timer of timers) timer();
    },
    waiting: () => timers.size,
  };
}

describe('sleep', () => {
  it('ends when the clock says so', async () => {
    const { clock, fire, waiting } = heldClock();
    const asleep = sleep(clock, 1_000);
    expect(waiting()).toBe(1);
    fire();
    await asleep;
    expect(waiting()).toBe(0);
  });

  it('ends early, and leaves no timer, when the signal aborts', async () => {
    const { clock, waiting } = heldClock();
    const abort = new AbortController();
    const asleep = sleep(clock, 1_000, abort.signal);
    abort.abort();
    await asleep;
    expect(waiting()).toBe(0);
    await sleep(clock, 1_000, abort.signal);
    expect(waiting()).toBe(0);
  });
});

describe('systemClock', () => {
  it('fires, and does not once cancelled', async () => {
    let cancelledFired = false;
    const cancel = systemClock.after(0, () => {
      cancelledFired = true;
    });
    cancel();
    // Keeps the process alive meanwhile, which the clock's own timers never do.
    const alive = setInterval(() => {}, 1_000);
    await sleep(systemClock, 1);
    clearInterval(alive);
    expect(cancelledFired).toBe(false);
  });
});

describe('a long delay', () => {
  afterEach(() => vi.useRealTimers());

  it('is waited for, also where a timer of the machine does not hold it', () => {
    vi.useFakeTimers();
    const dayMs = 86_400_000;
    let fired = 0;
    systemClock.after(60 * dayMs, () => fired++);
    const cancel = systemClock.after(60 * dayMs, () => fired++);
    vi.advanceTimersByTime(59 * dayMs);
    cancel();
    expect(fired).toBe(0);
    vi.advanceTimersByTime(2 * dayMs);
    expect(fired).toBe(1);
  });
});

describe('instant', () => {
  it('is RFC 3339 in UTC', () => {
    expect(instant(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(Date.parse(instant(systemClock.now()))).toBeLessThanOrEqual(systemClock.now());
    const times = [1, 1, 2, 1, 0, 1_740_963_600_000].map(instant);
    expect(times.map((text) => Date.parse(text))).toEqual([1, 1, 2, 1, 0, 1_740_963_600_000]);
  });
});
