import type { Clock } from '@tongban/kernel';

/**
 * The clock of the machine with timers that keep the process alive: a script that waits to try again must not
 * end before it has tried.
 */
export const wakingClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, delayMs);
    return () => clearTimeout(timer);
  },
};
