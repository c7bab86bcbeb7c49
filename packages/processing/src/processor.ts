import type { EventFilter, RecordedEvent } from '@tongban/event-store';
import { invariant } from '@tongban/kernel';

/** Work to be done in the transaction that moves the checkpoint: kept with it, or undone with it. */
export type Effect<Tx> = (tx: Tx) => Promise<void>;

interface ProcessorTerms {
  /** Names the checkpoint, the parked events and the derived ids: `flows-cases`. Never reused for other work. */
  readonly name: string;
  /** Which events it gets; default all. */
  readonly filter?: EventFilter;
  /**
   * Events with one key are handled in order, and wait behind one that failed. Default: the event's stream. It must
   * not change for events that may be parked.
   */
  readonly sequenceOf?: (event: RecordedEvent) => string;
}

/** A view as an export of a module. */
export interface ViewModule {
  /** `import.meta.url` of the module. */
  readonly url: string;
  /** The name under which it exports the view. */
  readonly exportName: string;
}

/** What a view is made of. `Tx` is the transaction of the processing store. */
export interface ViewTerms<Tx> extends ProcessorTerms {
  /** Raise it when tables or `project` change: the view is then built anew beside the old one and swapped in. */
  readonly version: number;
  /** Every table that `create` makes: they belong to this view alone. */
  readonly tables: readonly string[];
  /**
   * Milliseconds that it rests at most after a transaction, so that under load many events share one; default 0. It
   * rests so long after hundreds of events, and hardly after a few. What waits for a position with `whenProcessed`
   * waits as much longer.
   */
  readonly pauseMs?: number;
  /**
   * Where another thread finds this view, so that a store with a `viewThread` can have it projected there. Absent: it
   * is projected where it runs, which is right for a view that writes little.
   */
  readonly module?: ViewModule;
  /** Makes the tables, empty, and their indexes. */
  create(tx: Tx): Promise<void>;
  /**
   * Writes what a batch of events changes, through `tx` only. Events come in position order, each exactly once. It
   * throws where an event cannot be shown: everything of the batch is undone, and events are then tried one by one.
   */
  project(tx: Tx, events: readonly RecordedEvent[]): Promise<void>;
}

/** State derived from events and rebuildable from them: its tables and its checkpoint move together. */
export interface View<Tx> extends ViewTerms<Tx> {
  readonly kind: 'view';
}

/** What a reactor is told about the event that it answers. */
export interface ReactionContext {
  /** The reactor's name. */
  readonly reactor: string;
  /**
   * The id for an event that this reaction causes: a repeat gives the same id, so that appending it again changes
   * nothing. A label (a number, or a word such as `reminder`) tells several apart; default 0.
   */
  eventId(label?: number | string): string;
  /** Says what became of the event where handling it does not always come to the same: a redrive counts it. One word. */
  tell(outcome: string): void;
  /** Aborts when the reactor stops. */
  readonly signal: AbortSignal;
}

export interface ReactorTerms<Tx> extends ProcessorTerms {
  /**
   * Answers one event with commands. It may run again for the same event (after a failure or a kill), so that every
   * event it causes must carry an id from `context.eventId`. It runs outside of any transaction and may take its
   * time; the effect that it returns is written in the transaction that moves the checkpoint, exactly once.
   *
   * The effects of a batch are written when all its reactions are through: what one of them wrote is not yet there
   * when the next reads. What an effect depends on it reads itself, in its transaction.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a reaction without an effect returns nothing at all
  react(event: RecordedEvent, context: ReactionContext): Promise<Effect<Tx> | void>;
  /** Where it begins the first time it ever runs: with all history, or with what comes after. Default beginning. */
  readonly startAt?: 'beginning' | 'now';
}

/** Code that answers events with commands. */
export interface Reactor<Tx> extends ReactorTerms<Tx> {
  readonly kind: 'reactor';
}

export type Processor<Tx> = View<Tx> | Reactor<Tx>;

/** Declares a view. */
export function defineView<Tx>(terms: ViewTerms<Tx>): View<Tx> {
  checkName(terms.name);
  invariant(Number.isSafeInteger(terms.version) && terms.version > 0, 'a view has a version of 1 or more');
  for (const table of terms.tables) {
    invariant(/^[a-z][a-z0-9_]{0,47}$/.test(table), `"${table}" is no name for a table of a view`);
  }
  return { ...terms, kind: 'view' };
}

/** Declares a reactor. */
export function defineReactor<Tx>(terms: ReactorTerms<Tx>): Reactor<Tx> {
  checkName(terms.name);
  return { ...terms, kind: 'reactor' };
}

/** The sequence an event belongs to for a processor. */
export function sequenceOf(processor: Pick<ProcessorTerms, 'sequenceOf'>, event: RecordedEvent): string {
  return processor.sequenceOf?.(event) ?? event.stream;
}

function checkName(name: string): void {
  invariant(
    /^[a-z][a-z0-9-]{0,63}$/.test(name),
    `"${name}" is no name for a processor: small letters, digits, "-"`,
  );
}
