import type { EventSource, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { Failure, ParkedEvent, ParkedSequence, SkippedEvent } from './parked-event.ts';
import type { ProcessingStore } from './processing-store.ts';
import type { RebuildProgress } from './rebuild-progress.ts';
import type { RetryTerms } from './retry.ts';

export interface ProcessorOptions<Tx> {
  /** The event store, or a bus that speaks for it. */
  readonly store: EventSource;
  readonly processing: ProcessingStore<Tx>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retry?: RetryTerms;
  /** Stops the processor when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * `rebuilding`: the view's version changed, so its tables are being built anew; the old ones still answer, standing
 * still. `retrying`: an event failed and is tried again. `waiting`: a database or the event store does not answer.
 */
export type ProcessorState = 'running' | 'rebuilding' | 'retrying' | 'waiting' | 'paused' | 'stopped';

export interface ProcessorStatus {
  readonly name: string;
  readonly kind: 'view' | 'reactor';
  readonly state: ProcessorState;
  /** Everything up to here is handled, parked or passed over. */
  readonly position: Position;
  /** The last position of the event store. */
  readonly head: Position;
  /** Positions between the two: events of any type. */
  readonly lagEvents: number;
  /** Age of the oldest event that was not looked at yet; 0 where there is none. */
  readonly lagSeconds: number;
  readonly parkedEvents: number;
  readonly parkedSequences: number;
  /** The last thing that went wrong. */
  readonly lastFailure: (Failure & { readonly at: number; readonly position?: Position }) | undefined;
  readonly rebuild: RebuildProgress | undefined;
}

/** What a redrive would do, before it is done. */
export interface RedrivePlan {
  readonly processor: string;
  /** Events and sequences that would be tried, all of them. */
  readonly events: number;
  readonly sequenceCount: number;
  /** Age of the oldest event; 0 where nothing is parked. */
  readonly oldestSeconds: number;
  /** The sequences, oldest first, at most 100, each with its first events. */
  readonly sequences: readonly (ParkedSequence & {
    readonly sample: readonly ParkedEvent[];
    /** The failure that holds the sequence. */
    readonly failure: Failure | undefined;
  })[];
}

/** What a redrive did to one sequence. */
export interface RedrivenSequence {
  readonly sequence: string;
  /** Events that are parked no more. */
  readonly handled: number;
  /** What became of these, by the words of the reactor: how often each. Empty where it has none. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Where it stopped; everything from there on is still parked. Undefined: the sequence is free again. */
  readonly stoppedAt: { readonly position: Position; readonly failure: Failure } | undefined;
}

/** A running processor. */
export interface ProcessorHandle {
  readonly name: string;
  status(): Promise<ProcessorStatus>;
  /**
   * Resolves when everything up to a position is handled, parked or passed over: read your own writes.
   * @throws the signal's reason, or E_PROCESSING_STOPPED where the processor stops before.
   */
  whenProcessed(position: Position, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Resolves when what is under way is finished; nothing is handled until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  /** Resolves when what is under way is finished or undone. Redrive and plan still work. */
  stop(): Promise<void>;
  /** The dry run of a redrive: of one sequence, or of everything that is parked. */
  redrivePlan(options?: { readonly sequence?: string; readonly sampleEvents?: number }): Promise<RedrivePlan>;
  /** Handles parked events again, a sequence in order until its first failure. Others are not touched by it. */
  redrive(options?: { readonly sequence?: string }): Promise<readonly RedrivenSequence[]>;
  /**
   * Passes over a parked event for good, also in later rebuilds. What waits behind it stays parked until a redrive.
   * @throws E_PROCESSING_NOT_PARKED
   */
  skip(skip: { readonly position: Position; readonly reason: string; readonly by: string }): Promise<void>;
  /** The events that were passed over, and why. */
  skipped(): Promise<readonly SkippedEvent[]>;
}
