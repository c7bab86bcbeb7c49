import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Connection } from './connection.ts';

/**
 * Bytes of log after which it is copied into the database: flushes of the log wait while the copy goes to the disk. The
 * longer it is, the fewer pages are copied more than once; opening after a crash reads it whole.
 */
const startBytes = 64 * 1024 * 1024;
/** Bytes that nobody has copied with which the writer waits for the thread: one that gets no processor would let the log grow for ever. */
const heldBytes = 256 * 1024 * 1024;
/**
 * What is left of it when the writer copies the rest itself, in some milliseconds. The flush of the database takes longer: it
 * comes with the copy that completes the log, and is of all that the thread has copied before.
 */
const restBytes = 4 * 1024 * 1024;
/** Transactions after which it looks again. */
const callsBetween = 8;
/** Rounds in the thread after which the writer copies the rest however long it is: the log must end somewhere. */
const roundsMax = 3;

/**
 * Keeps the log short. Copying tens of megabytes would hold up the event loop, so a thread does it while the writer
 * goes on; what was written meanwhile is copied in further rounds, each shorter, and the small rest by the writer,
 * so that the log is whole in the database for a moment and begins anew at its start.
 */
export class Checkpointer {
  readonly #path: string;
  #worker: Worker | undefined;
  /** Until the thread has copied. */
  #copying: PromiseWithResolvers<void> | undefined;
  /** Copied in the thread since the log began anew. */
  #rounds = 0;
  #failure: Error | undefined;
  #calls = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * To be called between transactions. Where it answers with a promise, nothing is to be written until that resolves.
   *
   * @throws what a checkpoint throws, also in the thread
   */
  tend(connection: Pick<Connection, 'walBytes' | 'checkpoint'>): Promise<void> | undefined {
    if (this.#failure !== undefined) this.#fail();
    // Asking how long the log is costs as much as writing some events.
    if (++this.#calls % callsBetween !== 0) return undefined;
    const { walBytes } = connection;
    if (this.#copying !== undefined) return walBytes >= heldBytes ? this.#copying.promise : undefined;
    if (this.#rounds === roundsMax || (this.#rounds > 0 && walBytes <= restBytes)) {
      connection.checkpoint('PASSIVE');
      this.#rounds = 0;
    } else if (this.#rounds > 0 || walBytes >= startBytes) {
      this.#copying = Promise.withResolvers();
      this.#worker ??= this.#start();
      this.#worker.postMessage('copy');
    }
    return undefined;
  }

  async close(): Promise<void> {
    if (this.#worker === undefined) return;
    this.#worker.ref();
    const exit = once(this.#worker, 'exit');
    this.#worker.postMessage('close');
    await exit;
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: { path: this.#path },
    });
    worker.on('message', () => {
      this.#rounds += 1;
      this.#endCopying();
    });
    worker.on('error', (error) => {
      this.#failure = error;
      this.#worker = undefined;
      this.#endCopying();
    });
    worker.unref();
    return worker;
  }

  #endCopying(): void {
    this.#copying?.resolve();
    this.#copying = undefined;
  }

  #fail(): never {
    const failure = this.#failure;
    this.#failure = undefined;
    this.#rounds = 0;
    throw failure;
  }
}
