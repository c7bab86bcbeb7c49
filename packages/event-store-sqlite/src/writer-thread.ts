import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Append, type Position, storeErrors } from '@tongban/event-store';
import { type PackedRequests, type PackedVerdicts, packRequests, unpackVerdicts } from './packed-group.ts';
import type { Verdict } from './recorder.ts';

/** What the thread needs to open the file. */
export interface WriterThreadOptions {
  readonly path: string;
  readonly pagesMax: number | undefined;
}

/** What the thread is told: to write a group, or to close. */
export type WriterOrder =
  | 'close'
  | {
      readonly requests: PackedRequests;
      readonly recordedAt: number;
      /** The last position, where others may have written since its own last group. */
      readonly after: Position | undefined;
    };

/** What the thread says when it is open and to each group, in turn. */
export type WriterAnswer =
  | 'ready'
  | { readonly verdicts: PackedVerdicts }
  | { readonly failure: WriterFailure };

/** As much of an error as is known of it on the other side. */
export interface WriterFailure {
  readonly message: string;
  /** SQLite's result code, or the system's name of the error. */
  readonly errcode?: number;
  readonly code?: string;
}

interface Waiting {
  readonly requests: readonly (readonly Append[])[];
  resolve(verdicts: readonly Verdict[]): void;
  reject(error: unknown): void;
}

/**
 * Writes groups in a thread of its own: it commits and flushes one while the event loop makes the next. After a failure
 * it has closed its file and commits nothing more: what was sent behind the failed group fails as well.
 */
export class WriterThread {
  readonly #worker: Worker;
  /** In the order in which the answers come. */
  readonly #waiting: Waiting[] = [];
  readonly #opened = Promise.withResolvers<void>();
  #isReady = false;
  #isClosing = false;
  #ended: unknown;

  constructor(options: WriterThreadOptions) {
    this.#worker = new Worker(new URL('./writer-thread-worker.ts', import.meta.url), { workerData: options });
    this.#worker.on('message', (answer: WriterAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(storeErrors.error('E_STORE_CLOSED')));
    this.#opened.promise.catch(() => undefined);
  }

  /** Whether it would begin a group at once. */
  get isReady(): boolean {
    return this.#isReady && this.#ended === undefined;
  }

  /** Groups that it was given and has not answered. */
  get inFlight(): number {
    return this.#waiting.length;
  }

  /** Resolves when it is ready. Rejects with what opening the file threw. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Commits a group and brings it to the disk. Rejects with what SQLite or the flush threw; nothing of it is durable then. */
  write(
    requests: readonly (readonly Append[])[],
    recordedAt: number,
    after: Position | undefined,
  ): Promise<readonly Verdict[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      const order = { requests: packRequests(requests), recordedAt, after } satisfies WriterOrder;
      this.#waiting.push({ requests, resolve, reject });
      // Whoever waits for an answer keeps the process alive.
      if (this.#waiting.length === 1) this.#worker.ref();
      this.#worker.postMessage(order, [order.requests.texts.buffer]);
    });
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#isClosing = true;
    this.#worker.ref();
    const exited = once(this.#worker, 'exit');
    this.#worker.postMessage('close' satisfies WriterOrder);
    await exited;
  }

  #take(answer: WriterAnswer): void {
    if (answer === 'ready') {
      this.#isReady = true;
      this.#letGo();
      this.#opened.resolve();
      return;
    }
    if (!this.#isReady && 'failure' in answer) {
      this.#end(errorOf(answer.failure));
      return;
    }
    const first = this.#waiting.shift();
    this.#letGo();
    if ('failure' in answer) first?.reject(errorOf(answer.failure));
    else first?.resolve(unpackVerdicts(answer.verdicts, first.requests));
  }

  /** A thread that has nothing to do keeps no process alive, unless somebody waits for its end. */
  #letGo(): void {
    if (this.#waiting.length === 0 && !this.#isClosing) this.#worker.unref();
  }

  #end(error: unknown): void {
    this.#ended ??= error;
    this.#opened.reject(this.#ended);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

function errorOf({ message, ...codes }: WriterFailure): Error {
  return Object.assign(new Error(message), codes);
}
