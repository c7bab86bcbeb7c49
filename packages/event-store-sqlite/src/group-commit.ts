import type { Append, AppendOutcome, Position, StoredEvent } from '@tongban/event-store';
import { storeErrors } from '@tongban/event-store';
import type { Clock, TongbanError } from '@tongban/kernel';
import type { Checkpointer } from './checkpointer.ts';
import type { Connection } from './connection.ts';
import type { Verdict } from './recorder.ts';
import { storeFailure } from './store-failure.ts';
import type { WalFlush } from './wal-flush.ts';

/** Whether the store accepts events, and if not why. */
export type StoreHealth =
  | { readonly status: 'ok' }
  | { readonly status: 'failing'; readonly error: TongbanError; readonly sinceMs: number };

export interface GroupCommitOptions {
  readonly connect: () => Connection;
  readonly clock: Clock;
  readonly flush: WalFlush;
  readonly checkpointer: Checkpointer;
  /** What a group appended, once it is durable. */
  readonly onRecorded: (events: readonly StoredEvent[]) => void;
  readonly onHealth: (health: StoreHealth) => void;
}

interface Request {
  readonly appends: readonly Append[];
  readonly settle: (verdict: Verdict) => void;
}

type Outcomes = readonly (readonly AppendOutcome[])[];

/** Events after which a transaction takes no further request; what waits beyond it is the next. */
const groupEventsMax = 4_096;
/** Events with which a group does not wait for the event loop to come round: its memory is young yet, and so are answers. */
const groupEventsReady = 1_024;
/** Requests that may wait. */
const waitingRequestsMax = 100_000;
/** Between two attempts to write again after a failure. */
const recoveryDelayMs = 500;

/**
 * Writes in groups: what waits when the event loop comes round is one transaction and one flush, and the next group
 * forms meanwhile. Order: commit, flush, answer. Refusals are answered after the flush too, since they may rest on
 * events of the same group.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #connection: Connection;
  #durable: Position;
  #waiting: Request[] = [];
  #waitingEvents = 0;
  /** A group is being written, or about to be. */
  #isBusy = false;
  #isScheduled = false;
  #isClosed = false;
  #onIdle: () => void = () => {};
  #health: StoreHealth = { status: 'ok' };
  #cancelRecovery: () => void = () => {};
  #groups = 0;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#connection = options.connect();
    this.#durable = this.#connection.recorder.position;
  }

  /** Everything up to here is on the disk; readers see no further. */
  get durable(): Position {
    return this.#durable;
  }

  get connection(): Connection {
    return this.#connection;
  }

  get health(): StoreHealth {
    return this.#health;
  }

  /** Transactions that appended something. */
  get groups(): number {
    return this.#groups;
  }

  append(appends: readonly Append[]): Promise<Outcomes> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(storeErrors.error('E_STORE_CLOSED'));
      if (this.#health.status === 'failing') return reject(this.#health.error);
      if (this.#waiting.length >= waitingRequestsMax) return reject(tooManyWaiting());
      this.#waiting.push({
        appends,
        settle: (verdict) => (verdict.ok ? resolve(verdict.outcomes) : reject(verdict.refusal)),
      });
      for (const { events } of appends) this.#waitingEvents += events.length;
      if (!this.#isBusy) this.#scheduleGroup();
      else if (this.#isScheduled && this.#waitingEvents >= groupEventsReady) void this.#writeGroup();
    });
  }

  /** Writes what waits, then closes. Later appends are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRecovery();
    if (this.#isBusy) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    await this.#options.checkpointer.close();
    this.#connection.close();
  }

  #scheduleGroup(): void {
    this.#isBusy = true;
    this.#isScheduled = true;
    setImmediate(() => {
      if (this.#isScheduled) void this.#writeGroup();
    });
  }

  async #writeGroup(): Promise<void> {
    this.#isScheduled = false;
    const group = this.#takeGroup();
    try {
      this.#options.checkpointer.tend(this.#connection);
      await this.#record(group);
    } catch (cause) {
      this.#fail(group, storeFailure(cause));
    }
    if (this.#waiting.length > 0) return this.#scheduleGroup();
    this.#isBusy = false;
    this.#onIdle();
  }

  #takeGroup(): readonly Request[] {
    const group = this.#waiting;
    let events = 0;
    const full = group.findIndex(({ appends }) => {
      for (const append of appends) events += append.events.length;
      return events >= groupEventsMax;
    });
    this.#waiting = full < 0 ? [] : group.splice(full + 1);
    this.#waitingEvents -= events;
    return group;
  }

  async #record(group: readonly Request[]): Promise<void> {
    const { flush, clock, onRecorded } = this.#options;
    const { recorder, walFile } = this.#connection;
    const startMs = performance.now();
    const { verdicts, events } = recorder.record(
      group.map(({ appends }) => appends),
      clock.now(),
    );
    if (recorder.position > this.#durable) {
      const flushing = flush.run(walFile, performance.now() - startMs);
      if (flushing !== undefined) await flushing;
      this.#durable = recorder.position;
      this.#groups += 1;
    }
    group.forEach(({ settle }, at) => {
      settle(verdicts[at] as Verdict);
    });
    if (events.length > 0) onRecorded(events);
  }

  #fail(group: readonly Request[], error: TongbanError): void {
    this.#setHealth({ status: 'failing', error, sinceMs: this.#options.clock.now() });
    const refused = [...group, ...this.#waiting];
    this.#waiting = [];
    this.#waitingEvents = 0;
    for (const { settle } of refused) settle({ ok: false, refusal: error });
    this.#recover();
  }

  /**
   * Opens the file anew, takes back what was committed but never flushed (nobody has seen it), and proves that
   * writing works. Until that succeeds, the old connection goes on serving readers.
   */
  #recover(): void {
    let fresh: Connection | undefined;
    try {
      fresh = this.#options.connect();
      fresh.recorder.discardAfter(this.#durable);
      fresh.proveRoom();
      this.#options.flush.runInPlace(fresh.walFile);
      fresh.checkpoint('TRUNCATE');
      this.#connection.close();
      this.#connection = fresh;
      this.#setHealth({ status: 'ok' });
    } catch {
      fresh?.close();
      if (this.#isClosed) return;
      this.#cancelRecovery = this.#options.clock.after(recoveryDelayMs, () => this.#recover());
    }
  }

  #setHealth(health: StoreHealth): void {
    this.#health = health;
    this.#options.onHealth(health);
  }
}

function tooManyWaiting(): TongbanError {
  return storeErrors.error('E_STORE_UNAVAILABLE', {
    detail: {
      zh: '等待写入的请求过多，请稍后重试',
      en: 'Too many appends are waiting. Try again later.',
    },
    retryAfterSeconds: 1,
  });
}
