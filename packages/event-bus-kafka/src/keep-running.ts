import type { WorkState } from '@tongban/event-bus';
import { type Clock, sleep, TongbanError } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';

export interface RunningWork {
  /** For the log and for health: `kafka-relay`. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The work, until the signal aborts. It says when it has come further; when it throws it is begun again. */
  run(signal: AbortSignal, progressed: () => void): Promise<void>;
}

/** Work that goes on until it is stopped, whatever happens. */
export interface KeptWork {
  state(): WorkState;
  /** Lets the work finish what is under way, for a few seconds. */
  stop(): Promise<void>;
}

const restMs = { first: 200, most: 5_000 };
const stopGraceMs = 3_000;

/** Does the work again and again, with longer and longer rests while it does not come further. */
export function keepRunning({ name, clock, logger, run }: RunningWork): KeptWork {
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: WorkState['state'] = 'waiting';
  let lastFailure: WorkState['lastFailure'];
  let failures = 0;
  const progressed = (): void => {
    state = 'running';
    failures = 0;
  };
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await run(signal, progressed);
      } catch (error) {
        failures += 1;
        state = 'waiting';
        lastFailure = failureOf(error);
        if (signal.aborted) return;
        logger.warn({ work: name, failures, error }, 'the work is begun again');
        await sleep(clock, Math.min(restMs.most, restMs.first * 2 ** Math.min(failures - 1, 10)), signal);
      }
    }
  };
  const ended = work();
  return {
    state: () => ({ state, ...(lastFailure === undefined ? {} : { lastFailure }) }),
    async stop() {
      stopping.abort();
      // Kafka may be away, and its client waits for it longer than anybody who stops a process.
      await Promise.race([ended, sleep(clock, stopGraceMs)]);
      state = 'stopped';
    },
  };
}

function failureOf(error: unknown): { readonly code?: string; readonly message: string } {
  if (error instanceof TongbanError) return { code: error.code, message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}
