import { type Clock, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { KeptPart, ServicePart } from './service-part.ts';

/** Knows the parts of a process, in the order in which they began. */
export interface PartKeeper {
  keep<Part extends ServicePart>(service: string, part: Part): Part;
  parts(): readonly KeptPart[];
  /**
   * Stops every part, the last first; one that fails or takes too long is logged and does not hold up the
   * others. Answers those.
   */
  stopAll(graceMs: number): Promise<readonly KeptPart[]>;
}

/** Timers of a clock keep no process alive; a part that is still stopping must. */
const heartbeatMs = 1_000;

export function createPartKeeper(clock: Clock, logger: Logger): PartKeeper {
  const kept: KeptPart[] = [];

  const stopPart = async ({ service, part }: KeptPart, deadlineMs: number): Promise<boolean> => {
    const facts = { service, part: part.name };
    const settled = new AbortController();
    const stopped = Promise.try(() => part.stop()).then(
      () => 'stopped',
      (error: unknown) => {
        logger.error({ ...facts, error }, 'A part failed to stop.');
        return 'failed';
      },
    );
    const late = sleep(clock, Math.max(0, deadlineMs - clock.now()), settled.signal).then(() => 'late');
    const outcome = await Promise.race([stopped, late]);
    settled.abort();
    if (outcome === 'late') logger.error(facts, 'A part did not stop in time and was left behind.');
    return outcome === 'stopped';
  };

  return {
    keep(service, part) {
      kept.push({ service, part });
      return part;
    },
    parts: () => kept,
    async stopAll(graceMs) {
      const deadlineMs = clock.now() + graceMs;
      const alive = setInterval(() => {}, heartbeatMs);
      const left: KeptPart[] = [];
      for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
        if (!(await stopPart(last, deadlineMs))) left.push(last);
      }
      clearInterval(alive);
      return left;
    },
  };
}
