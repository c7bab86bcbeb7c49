import type { Clock } from '@tongban/kernel';

/** A clock that stands still until a test says otherwise. */
export interface ManualClock extends Clock {
  /** Fires everything that waits. */
  fire(): void;
  readonly waiting: number;
}

export function manualClock(): ManualClock {
  const waiting = new Set<() => void>();
  return {
    now: () => Date.UTC(2025, 2, 1),
    after: (_delayMs, fire) => {
      waiting.add(fire);
      return () => waiting.delete(fire);
    },
    fire: () => {
      const due = [...waiting];
      waiting.clear();
      for (const fire of due) fire();
    },
    get waiting() {
      return waiting.size;
    },
  };
}
