import { fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';

/** How bytes are brought to the disk. Injected, so that tests can watch it, slow it down and make it fail. */
export interface DiskFlush {
  /** Returns when everything written to the file is on the disk; the event loop waits. */
  inPlace(file: number): void;
  /** The same in the thread pool; the event loop goes on. */
  inPool(file: number): Promise<void>;
}

export const systemFlush: DiskFlush = { inPlace: fdatasyncSync, inPool: promisify(fdatasync) };

/** A flush that takes longer than this does not hold up the event loop. */
const inPlaceMsMax = 0.5;
/** Nor does one that adds less than this part to the work before it. */
const shareOfWorkMax = 0.25;
/** Weight of the last flush in the moving average. */
const lastWeight = 0.1;
/**
 * What a flush counts for at most, beside twice the average: a checkpoint on its way to the disk holds a single one up for
 * some ten milliseconds, and that says nothing of the next. A disk that is slow is known by several.
 */
const countedMsMax = 1;
/** Of so many flushes in the pool the last is made in place, to see how long one takes now. */
const probeEvery = 32;
/** Weight of such a flush: two that are quick end the way through the pool after a hiccup of the disk. */
const probeWeight = 0.5;

/** Flushes in place while that is quicker than the way to the thread pool and back, else in the pool. */
export class WalFlush {
  readonly #flush: DiskFlush;
  readonly #nowMs: () => number;
  /** Of flushes in place alone: one in the pool also waits for the event loop to come round. Undefined before the first. */
  #averageMs: number | undefined;
  #count = 0;
  #inPool = 0;

  /** @param nowMs how long a flush takes is measured by it */
  constructor(flush: DiskFlush, nowMs: () => number = () => performance.now()) {
    this.#flush = flush;
    this.#nowMs = nowMs;
  }

  /** How many flushes succeeded. */
  get count(): number {
    return this.#count;
  }

  /**
   * In place or in the pool, whichever holds the event loop up less. Whoever has just held it up for `workMs` does so
   * a little longer: the way through the pool would cost those who wait more than that.
   * @throws or rejects as the flush does
   */
  run(file: number, workMs: number): void | Promise<void> {
    if ((this.#averageMs ?? 0) < Math.max(inPlaceMsMax, workMs * shareOfWorkMax))
      return this.runInPlace(file);
    this.#inPool += 1;
    if (this.#inPool % probeEvery === 0) return this.#runInPlace(file, probeWeight);
    return this.#flush.inPool(file).then(() => {
      this.#count += 1;
    });
  }

  runInPlace(file: number): void {
    this.#runInPlace(file, lastWeight);
  }

  #runInPlace(file: number, weight: number): void {
    const startMs = this.#nowMs();
    this.#flush.inPlace(file);
    const beforeMs = this.#averageMs ?? 0;
    const countedMs = Math.min(this.#nowMs() - startMs, 2 * beforeMs + countedMsMax);
    this.#averageMs = this.#averageMs === undefined ? countedMs : beforeMs + (countedMs - beforeMs) * weight;
    this.#count += 1;
  }
}
