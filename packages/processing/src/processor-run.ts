import { setTimeout } from 'node:timers/promises';
import {
  type EventSource,
  matchesFilter,
  type Position,
  type SubscriptionMessage,
} from '@tongban/event-store';
import { type AdvanceContext, advance, persist } from './advance.ts';
import { processingErrors } from './errors.ts';
import { exclusive } from './exclusive.ts';
import { failureOf, type SkippedEvent } from './parked-event.ts';
import { pauseSwitch } from './pause-switch.ts';
import { type PositionGate, passOverBy, positionGate } from './position-gate.ts';
import type { Processor } from './processor.ts';
import type {
  ProcessorHandle,
  ProcessorOptions,
  ProcessorState,
  ProcessorStatus,
  RedrivenSequence,
  RedrivePlan,
} from './processor-handle.ts';
import type { RebuildProgress } from './rebuild-progress.ts';
import { rebuildViews } from './rebuild-views.ts';
import { planRedrive, redrive, skipParked } from './redrive.ts';
import { type RetryPolicy, retryPolicy } from './retry.ts';
import { liveTarget, type Target } from './step.ts';
import { tail } from './tail.ts';
import { restMs } from './view-rest.ts';

/** Where a processor goes on. */
export interface ProcessorStart {
  readonly position: Position;
  /** True for a view whose tables were written by another version of it. */
  readonly outdated: boolean;
}

/** Unwanted positions that may be passed, and heard again after a stop, before the checkpoint is written for them alone. */
const unwantedPositionsMax = 1_000;
/** Between two such checkpoints, in machine time: on a busy store they would be a load of their own. */
const unwantedPauseMs = 1_000;

/** A processor at work: one loop that owns its state. Attempts, redrives and skips never overlap. */
export class ProcessorRun<Tx> implements ProcessorHandle {
  readonly #processor: Processor<Tx>;
  readonly #options: ProcessorOptions<Tx>;
  readonly #policy: RetryPolicy;
  readonly #target: Target<Tx>;
  readonly #gate: PositionGate;
  readonly #outdated: boolean;
  readonly #stopping: AbortController = new AbortController();
  readonly #switch = pauseSwitch();
  readonly #exclusive = exclusive();
  #persisted: Position;
  #persistedAtMs = Number.NEGATIVE_INFINITY;
  #activity: Exclude<ProcessorState, 'paused'> = 'running';
  #lastFailure: ProcessorStatus['lastFailure'];
  #rebuild: RebuildProgress | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(processor: Processor<Tx>, options: ProcessorOptions<Tx>, start: ProcessorStart) {
    this.#processor = processor;
    this.#options = options;
    this.#policy = retryPolicy(options.retry);
    this.#target = liveTarget(processor);
    // An outdated view has processed nothing: whoever waits for a position waits for the rebuild.
    this.#gate = positionGate(start.outdated ? 0 : start.position);
    this.#persisted = this.#gate.position;
    this.#outdated = start.outdated;
  }

  get name(): string {
    return this.#processor.name;
  }

  /** Begins to follow the store. Called once. */
  start(): void {
    const { signal, logger } = this.#options;
    const abort = (): void => void this.stop();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) this.#stopping.abort();
    this.#ended = this.#follow()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) logger.error({ processor: this.name, error }, 'processor ended');
      })
      .then(() => {
        this.#activity = 'stopped';
        signal?.removeEventListener('abort', abort);
        this.#gate.close(processingErrors.error('E_PROCESSING_STOPPED', { facts: { processor: this.name } }));
      });
  }

  async status(): Promise<ProcessorStatus> {
    const { store, processing, clock } = this.#options;
    const position = this.#gate.position;
    const head = await store.head();
    const waitingSince = head > position ? await recordedAfter(store, position) : undefined;
    const parked = await processing.transaction((tx) => processing.parking.count(tx, this.name));
    return {
      name: this.name,
      kind: this.#processor.kind,
      state: this.#switch.paused && this.#activity !== 'stopped' ? 'paused' : this.#activity,
      position,
      head,
      lagEvents: Math.max(0, head - position),
      lagSeconds: waitingSince === undefined ? 0 : Math.max(0, clock.now() - waitingSince) / 1000,
      parkedEvents: parked.events,
      parkedSequences: parked.sequences,
      lastFailure: this.#lastFailure,
      rebuild: this.#rebuild,
    };
  }

  whenProcessed(position: Position, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#gate.reached(position, options.signal);
  }

  async pause(): Promise<void> {
    this.#switch.pause();
    await this.#exclusive(async () => undefined);
  }

  resume(): void {
    this.#switch.resume();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  redrivePlan(options: { sequence?: string; sampleEvents?: number } = {}): Promise<RedrivePlan> {
    return planRedrive(this.#operator(), this.name, options);
  }

  redrive(options: { sequence?: string } = {}): Promise<readonly RedrivenSequence[]> {
    return redrive(this.#operator(), this.#target, this.#options.store, options);
  }

  skip(skip: { position: Position; reason: string; by: string }): Promise<void> {
    return this.#exclusive(() => skipParked(this.#operator(), this.name, skip));
  }

  skipped(): Promise<readonly SkippedEvent[]> {
    const { processing } = this.#options;
    return processing.transaction((tx) => processing.parking.skipped(tx, this.name));
  }

  async #follow(): Promise<void> {
    if (this.#outdated) await this.#rebuildOutdated();
    const { store, clock, logger } = this.#options;
    const { signal } = this.#stopping;
    const dropped = (error: unknown, times: number): void => {
      logger.warn({ processor: this.name, times, error }, 'subscription dropped');
      this.#activity = 'waiting';
      if (error !== undefined) this.#lastFailure = { ...failureOf(error), at: clock.now() };
    };
    const messages = tail({
      store,
      consumer: this.name,
      after: this.#gate.position,
      clock,
      policy: this.#policy,
      signal,
      dropped,
      passOver: passOverBy(this.#gate, this.#processor.filter),
    });
    const context = this.#worker();
    for await (const message of messages) await this.#take(context, message);
  }

  async #take(context: AdvanceContext<Tx>, message: SubscriptionMessage): Promise<void> {
    if (this.#activity === 'waiting') this.#activity = 'running';
    await this.#switch.passed(this.#stopping.signal);
    const next = message.kind === 'events' ? message.next : message.position;
    const { filter } = this.#processor;
    const events =
      message.kind === 'events' ? message.events.filter(({ type }) => matchesFilter(filter, type)) : [];
    if (events.length > 0) {
      await advance(context, this.#target, { events, next });
      this.#persisted = next;
    } else if (this.#shouldPersist(next)) {
      await persist(context, this.#target, next);
      this.#persisted = next;
      this.#persistedAtMs = performance.now();
    }
    const passed = next - this.#gate.position;
    this.#gate.advance(next);
    if (events.length > 0) await this.#rest(events.length, passed);
  }

  #shouldPersist(unwanted: Position): boolean {
    if (unwanted - this.#persisted < unwantedPositionsMax) return false;
    return performance.now() - this.#persistedAtMs >= unwantedPauseMs;
  }

  /** By the machine's time and not the clock's: it is about load, and decides nothing. */
  async #rest(events: number, passed: number): Promise<void> {
    const { pauseMs = 0 } = this.#processor.kind === 'view' ? this.#processor : {};
    if (pauseMs === 0) return;
    const { position } = this.#gate;
    const head = await this.#options.store.head().catch(() => position);
    const ms = restMs(pauseMs, events, passed, head - position);
    if (ms < 1) return;
    const { signal } = this.#stopping;
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  }

  async #rebuildOutdated(): Promise<void> {
    if (this.#processor.kind !== 'view') return;
    const { store, processing, clock, logger, retry } = this.#options;
    const { version } = this.#processor;
    logger.info({ view: this.name, version }, 'view is outdated and is being rebuilt');
    this.#activity = 'rebuilding';
    const done = await rebuildViews([this.#processor], {
      store,
      processing,
      clock,
      logger,
      ...(retry === undefined ? {} : { retry }),
      signal: this.#stopping.signal,
      progressed: (progress) => {
        this.#rebuild = progress;
      },
    });
    this.#activity = 'running';
    this.#rebuild = undefined;
    this.#gate.advance(done.position);
    this.#persisted = done.position;
  }

  #worker(): AdvanceContext<Tx> {
    const { signal } = this.#stopping;
    return this.#context(signal, async (work) => {
      await this.#switch.passed(signal);
      return this.#exclusive(work);
    });
  }

  /** For what an operator asks: also while the processor is paused or stopped. */
  #operator(): AdvanceContext<Tx> {
    return this.#context(new AbortController().signal, this.#exclusive);
  }

  #context(signal: AbortSignal, attempt: AdvanceContext<Tx>['attempt']): AdvanceContext<Tx> {
    const { processing, clock, logger } = this.#options;
    return {
      processing,
      clock,
      logger,
      policy: this.#policy,
      signal,
      attempt,
      now: () => clock.now(),
      report: (state, failure, position) => {
        this.#activity = state;
        const where = position === undefined ? {} : { position };
        if (failure !== undefined) this.#lastFailure = { ...failure, ...where, at: clock.now() };
      },
    };
  }
}

/** When the first event after a position was recorded. */
async function recordedAfter(store: EventSource, position: Position): Promise<number | undefined> {
  if (store.recordedAfter !== undefined) return store.recordedAfter(position);
  return (await store.readAll({ after: position, limit: 1 })).events[0]?.recordedAt;
}
