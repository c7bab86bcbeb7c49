import type { Clock } from '@tongban/kernel';

/**
 * `npm` and the shim of an older Node pass on a signal that the terminal has already sent to everybody: what
 * comes within this time is one and the same.
 */
const sameSignalMs = 250;
const stopSignals = ['SIGINT', 'SIGTERM'] as const;
/** Timers of a clock keep no process alive, and what goes on until it is stopped may have nothing but these. */
const heartbeatMs = 60_000;

/**
 * Calls `stop` at the first Ctrl-C or SIGTERM. The next one ends the process at once, as the system does by
 * default. The answer gives the signals back. Until then the process stays, also where it waits for nothing but a
 * timer of its clock: without that Node ends it in the middle, with exit code 13.
 */
export function onStopSignal(clock: Clock, stop: () => void): () => void {
  let firstMs: number | undefined;
  const alive = setInterval(() => {}, heartbeatMs);
  const release = (): void => {
    clearInterval(alive);
    for (const signal of stopSignals) process.off(signal, heed);
  };
  const heed = (signal: NodeJS.Signals): void => {
    if (firstMs === undefined) {
      firstMs = clock.now();
      stop();
    } else if (clock.now() - firstMs > sameSignalMs) {
      release();
      process.kill(process.pid, signal);
    }
  };
  for (const signal of stopSignals) process.on(signal, heed);
  return release;
}
