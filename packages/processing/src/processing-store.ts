import type { Position } from '@tongban/event-store';
import type { Deadline } from './deadlines/deadline.ts';
import type { Lease } from './leases/lease.ts';
import type { Failure, ParkedEvent, ParkedSequence, SkippedEvent } from './parked-event.ts';
import type { View, ViewModule } from './processor.ts';
import type { Projection } from './step.ts';

/**
 * Where processors keep what they know: checkpoints, parked events, deadlines and the tables of views, in one
 * database, so that an effect and its checkpoint are one transaction. Every adapter passes `processingStoreContract`
 * from `./testing`. `Tx` is the adapter's transaction; this package only hands it on.
 */
export interface ProcessingStore<Tx> {
  /**
   * Runs `work` in one transaction: when it resolves everything it did is kept, when it rejects nothing is.
   * Transactions that touch one processor never overlap.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  readonly checkpoints: Checkpoints<Tx>;
  readonly parking: Parking<Tx>;
  readonly generations: Generations<Tx>;
  readonly deadlines: DeadlineTable<Tx>;
  readonly leases: LeaseTable<Tx>;
  /** A thread of the store's own, in which views are projected beside their tables. Absent: there is none. */
  readonly viewThread?: ViewThread;
}

/** Projects views that are exports of modules. */
export interface ViewThread {
  /** `projectLive` in that thread. Rejects as it does there; errors keep their code, name and message. */
  project(view: ViewModule, projection: Projection): Promise<void>;
}

/** How far each processor is. */
export interface Checkpoints<Tx> {
  /** Reads a checkpoint and holds it until the transaction ends. Undefined where the processor never ran. */
  claim(tx: Tx, processor: string): Promise<Position | undefined>;
  move(tx: Tx, processor: string, position: Position): Promise<void>;
}

/** Events set aside. A set: parking an event twice leaves it as it was. */
export interface Parking<Tx> {
  /** The sequences of which something is parked. */
  held(tx: Tx, processor: string): Promise<ReadonlySet<string>>;
  park(tx: Tx, processor: string, events: readonly ParkedEvent[]): Promise<void>;
  /** Parked events by position, of one sequence or of all. */
  read(
    tx: Tx,
    processor: string,
    read: { readonly sequence?: string; readonly after?: Position; readonly limit: number },
  ): Promise<readonly ParkedEvent[]>;
  /** Parked sequences, the one with the oldest event first. */
  sequences(
    tx: Tx,
    processor: string,
    read: { readonly sequence?: string; readonly limit: number },
  ): Promise<readonly ParkedSequence[]>;
  count(tx: Tx, processor: string): Promise<{ readonly events: number; readonly sequences: number }>;
  /** Records one more failed attempt at a parked event. */
  fail(tx: Tx, processor: string, position: Position, failure: Failure): Promise<void>;
  /** Takes an event out. False where it is not parked. */
  release(tx: Tx, processor: string, position: Position): Promise<boolean>;
  /** Records that an event was passed over; releasing it is a step of its own. */
  skip(tx: Tx, processor: string, skipped: SkippedEvent): Promise<void>;
  /** Events passed over, by position. */
  skipped(tx: Tx, processor: string): Promise<readonly SkippedEvent[]>;
}

/** One set of a view's tables. */
export interface Generation {
  readonly view: string;
  /** Counts the times that the view was built, from 1. */
  readonly number: number;
  /** The version of the view that wrote it. */
  readonly version: number;
}

/**
 * The tables of views. A view has one live generation, which readers see under the plain table names, and while it
 * is being rebuilt a next one beside it, with a checkpoint and parked events of its own under `nextKey(view)`.
 */
export interface Generations<Tx> {
  live(tx: Tx, view: string): Promise<Generation | undefined>;
  next(tx: Tx, view: string): Promise<Generation | undefined>;
  /** Makes the tables of a view that has no live generation. */
  createLive(tx: Tx, view: View<Tx>): Promise<Generation>;
  /** Makes a next generation, empty, in place of one that was begun before. */
  createNext(tx: Tx, view: View<Tx>): Promise<Generation>;
  /** The same transaction, in which the names of the view's tables mean those of the next generation. */
  addressNext(tx: Tx, view: View<Tx>, next: Generation): Tx;
  /** Drops the live tables and puts the next ones in their place, with their checkpoint and parked events. */
  swap(tx: Tx, view: View<Tx>): Promise<void>;
}

/** Deadlines with the moment of the next notice of each (see `nextNotice`). */
export interface DeadlineTable<Tx> {
  read(tx: Tx, id: string): Promise<Deadline | undefined>;
  /** Inserts or replaces. `noticeAt` is epoch milliseconds, undefined where there is nothing left to say. */
  write(tx: Tx, deadline: Deadline, noticeAt: number | undefined): Promise<void>;
  /**
   * Deadlines of a keeper whose notice is due at `now`, ordered by moment, sequence and id; without those of its
   * parked sequences, because an event that waits there may have met them.
   */
  due(tx: Tx, keeper: string, now: number, limit: number): Promise<readonly Deadline[]>;
  /** The moment of the earliest notice of a keeper, parked sequences left out. */
  earliestNotice(tx: Tx, keeper: string): Promise<number | undefined>;
  /** Open deadlines whose date is provisional, by id. */
  provisional(
    tx: Tx,
    keeper: string,
    read: { readonly afterId?: string; readonly limit: number },
  ): Promise<readonly Deadline[]>;
}

/** Leases by name. */
export interface LeaseTable<Tx> {
  /** Reads a lease and holds it until the transaction ends. Undefined where nobody ever had it. */
  claim(tx: Tx, name: string): Promise<Lease | undefined>;
  write(tx: Tx, lease: Lease): Promise<void>;
}

/** Under which name the next generation of a view keeps its checkpoint and its parked events. */
export function nextKey(view: string): string {
  return `${view}@next`;
}
