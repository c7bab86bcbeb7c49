import type { Append, AppendOutcome, Position, StoredEvent } from '@tongban/event-store';
import { storeErrors } from '@tongban/event-store';
import type { Clock, TongbanError } from '@tongban/kernel';
import type { Checkpointer } from './checkpointer.ts';
import type { Connection } from './connection.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Verdict } from './recorder.ts';
import { storeFailure } from './store-failure.ts';
import { type Request, WaitingRequests } from './waiting-requests.ts';
import type { WalFlush } from './wal-flush.ts';
import type { WriterThread } from './writer-thread.ts';

/** Whether the store accepts events, and if not why. */
export type StoreHealth =
  | { readonly status: 'ok' }
  | { readonly status: 'failing'; readonly error: TongbanError; readonly sinceMs: number };

export interface GroupCommitOptions {
  readonly connect: () => Connection;
  readonly clock: Clock;
  readonly flush: WalFlush;
  readonly checkpointer: Pick<Checkpointer, 'tend' | 'close'>;
  /** Starts the thread for large groups, and says from how many events on it is worth the way there. */
  readonly thread?: { readonly start: () => WriterThread; readonly eventsMin: number } | undefined;
  /** What a group appended, once it is durable. */
  readonly onRecorded: (events: readonly StoredEvent[]) => void;
  readonly onHealth: (health: StoreHealth) => void;
}

type Outcomes = readonly (readonly AppendOutcome[])[];

/** Events with which a group does not wait for the event loop to come round: its memory is young yet, and so are answers. */
const groupEventsReady = 1_024;
/** Groups that are in the thread at once: it begins one when it has answered the other. */
const groupsAheadMax = 2;
/** Between two attempts to write again after a failure. */
const recoveryDelayMs = 500;

/**
 * Writes in groups: what waits when the event loop comes round is one transaction and one flush, and the next group
 * forms meanwhile. Where several wait more are on their way, and the loop comes round once more: fewer groups for the
 * same requests save more than that turn takes. Order: commit, flush, answer. Refusals are answered after the flush
 * too, since they may rest on events of the same group.
 *
 * A small group is written in place, which is soonest. Large ones mean that the event loop is busy: they go to a
 * thread, and the loop goes on. One of the two writes at a time; who takes over is told where the other has come to.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #connection: Connection;
  #thread: WriterThread | undefined;
  #durable: Position;
  readonly #waiting = new WaitingRequests();
  #isScheduled = false;
  #isWritingInPlace = false;
  /** Groups that were taken and are not answered. */
  #writing = 0;
  #isClosed = false;
  #onIdle: () => void = () => {};
  #health: StoreHealth = { status: 'ok' };
  #cancelRecovery: () => void = () => {};
  #groups = 0;
  #flushesInThread = 0;

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

  /** Flushes that succeeded. */
  get flushes(): number {
    return this.#options.flush.count + this.#flushesInThread;
  }

  /** What became of the events of one append. */
  append(append: Append): Promise<readonly AppendOutcome[]> {
    return this.#appendAtOnce([append], ([outcomes]) => outcomes ?? []);
  }

  /** All or nothing. */
  appendAll(appends: readonly Append[]): Promise<Outcomes> {
    return this.#appendAtOnce(appends, (outcomes) => outcomes);
  }

  #appendAtOnce<Answer>(appends: readonly Append[], answer: (outcomes: Outcomes) => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = (verdict: Verdict): void =>
        verdict.ok ? resolve(answer(verdict.outcomes)) : reject(verdict.refusal);
      this.#take([{ appends, settle }]);
    });
  }

  /** Each for itself, in this order. */
  appendEach(appends: readonly Append[]): Promise<readonly Verdict[]> {
    if (appends.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const verdicts: Verdict[] = [];
      let missing = appends.length;
      const settle = (at: number, verdict: Verdict): void => {
        verdicts[at] = verdict;
        missing -= 1;
        if (missing === 0) resolve(verdicts);
      };
      this.#take(
        appends.map((append, at) => ({ appends: [append], settle: (verdict) => settle(at, verdict) })),
      );
    });
  }

  #take(requests: readonly Request[]): void {
    const refusal = this.#refusal();
    if (refusal) {
      for (const { settle } of requests) settle({ ok: false, refusal });
      return;
    }
    this.#waiting.add(requests);
    if (this.#isScheduled && this.#waiting.events >= this.#eventsReady) this.#writeGroup();
    else this.#schedule();
  }

  /** Why no request is taken now. */
  #refusal(): TongbanError | undefined {
    if (this.#isClosed) return storeErrors.error('E_STORE_CLOSED');
    if (this.#health.status === 'failing') return this.#health.error;
    return this.#waiting.refusal;
  }

  /** Has the thread ready, where there is to be one: for whoever wants every group written there. */
  async startThread(): Promise<void> {
    this.#thread ??= this.#options.thread?.start();
    await this.#thread?.opened;
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
    await Promise.all([this.#options.checkpointer.close(), this.#thread?.close()]);
    this.#connection.close();
  }

  get #isBusy(): boolean {
    return this.#isScheduled || this.#writing > 0;
  }

  get #inThread(): number {
    return this.#thread?.inFlight ?? 0;
  }

  /** Events with which a group does not wait for the event loop to come round: a thread that has nothing to do begins early. */
  get #eventsReady(): number {
    const { thread } = this.#options;
    return thread && this.#thread?.isReady ? Math.min(thread.eventsMin, groupEventsReady) : groupEventsReady;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isWritingInPlace || this.#inThread >= groupsAheadMax) return;
    this.#isScheduled = true;
    setImmediate(() => {
      if (this.#waiting.events > 1) setImmediate(() => this.#writeScheduled());
      else this.#writeScheduled();
    });
  }

  #writeScheduled(): void {
    if (this.#isScheduled) this.#writeGroup();
  }

  #writeGroup(): void {
    this.#isScheduled = false;
    // What waited when this was scheduled may have been refused since, together with a group that failed in the thread.
    if (this.#waiting.isEmpty) {
      this.#tellIdle();
      return;
    }
    const thread = this.#threadFor(this.#waiting.events);
    void this.#write(this.#waiting.takeGroup(), thread);
    if (!this.#waiting.isEmpty) this.#schedule();
  }

  /** The thread, where a group of so many events goes there; undefined writes it in place. */
  #threadFor(events: number): WriterThread | undefined {
    const { thread } = this.#options;
    if (thread === undefined || (events < thread.eventsMin && this.#inThread === 0)) return undefined;
    this.#thread ??= thread.start();
    return this.#thread.isReady ? this.#thread : undefined;
  }

  async #write(group: readonly Request[], thread: WriterThread | undefined): Promise<void> {
    this.#writing += 1;
    const recordedAt = this.#options.clock.now();
    const requests = group.map(({ appends }) => appends);
    try {
      const verdicts =
        thread === undefined
          ? await this.#recordInPlace(requests, recordedAt)
          : await this.#recordInThread(thread, requests, recordedAt);
      group.forEach(({ settle }, at) => {
        settle(verdicts[at] as Verdict);
      });
      const events = recordedEvents(requests, verdicts, recordedAt);
      if (events.length > 0) this.#options.onRecorded(events);
    } catch (cause) {
      this.#fail(group, storeFailure(cause));
    }
    this.#writing -= 1;
    if (this.#health.status === 'failing' && this.#writing === 0) this.#recover();
    if (!this.#waiting.isEmpty) this.#schedule();
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (!this.#isBusy) this.#onIdle();
  }

  async #recordInPlace(
    requests: readonly (readonly Append[])[],
    recordedAt: number,
  ): Promise<readonly Verdict[]> {
    const { flush, checkpointer } = this.#options;
    const { recorder, walFile } = this.#connection;
    this.#isWritingInPlace = true;
    try {
      const held = checkpointer.tend(this.#connection);
      if (held !== undefined) await held;
      recorder.rejoin(this.#durable);
      const startMs = performance.now();
      const verdicts = recorder.record(requests, recordedAt);
      if (recorder.position > this.#durable) {
        const flushing = flush.run(walFile, performance.now() - startMs);
        if (flushing !== undefined) await flushing;
        this.#durable = recorder.position;
        this.#groups += 1;
      }
      return verdicts;
    } finally {
      this.#isWritingInPlace = false;
    }
  }

  async #recordInThread(
    thread: WriterThread,
    requests: readonly (readonly Append[])[],
    recordedAt: number,
  ): Promise<readonly Verdict[]> {
    const verdicts = await thread.write(
      requests,
      recordedAt,
      thread.inFlight === 0 ? this.#durable : undefined,
    );
    const last = lastPosition(verdicts);
    if (last > this.#durable) {
      this.#durable = last;
      this.#groups += 1;
      this.#flushesInThread += 1;
    }
    return verdicts;
  }

  #fail(group: readonly Request[], error: TongbanError): void {
    if (this.#health.status === 'ok') {
      this.#setHealth({ status: 'failing', error, sinceMs: this.#options.clock.now() });
    }
    for (const { settle } of [...group, ...this.#waiting.takeAll()]) settle({ ok: false, refusal: error });
  }

  /**
   * Opens the file anew, takes back what was committed but never flushed (nobody has seen it), and proves that
   * writing works. Until that succeeds, the old connection goes on serving readers.
   */
  #recover(): void {
    this.#cancelRecovery();
    let fresh: Connection | undefined;
    // A thread that failed has let go of the file, and one that did not has nothing to do: the next one begins anew.
    void this.#thread?.close();
    this.#thread = undefined;
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

/** The greatest position that a group was given; 0 where it appended nothing. */
function lastPosition(verdicts: readonly Verdict[]): Position {
  let last = 0;
  for (const verdict of verdicts) {
    if (!verdict.ok) continue;
    for (const { outcome, position } of verdict.outcomes.flat()) if (outcome === 'appended') last = position;
  }
  return last;
}
