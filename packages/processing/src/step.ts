import type { Position, RecordedEvent } from '@tongban/event-store';
import { traceOf, withEventSpans, withSpan } from '@tongban/telemetry';
import { derivedEventId } from './derived-event-id.ts';
import { type Failure, type ParkedEvent, parkedEvent } from './parked-event.ts';
import type { ProcessingStore } from './processing-store.ts';
import { type Effect, type Processor, type Reactor, sequenceOf, type View } from './processor.ts';

/** A processor with the place where it writes: the live tables, or those of a rebuild. */
export interface Target<Tx> {
  readonly processor: Processor<Tx>;
  /** The name of its checkpoint and parked events. */
  readonly key: string;
  /** Positions that an operator decided to pass over. */
  readonly skipped: ReadonlySet<Position>;
  /** The transaction as the processor must see it. */
  address(tx: Tx): Promise<Tx>;
}

/** What a step needs to run. */
export interface StepContext<Tx> {
  readonly processing: ProcessingStore<Tx>;
  readonly signal: AbortSignal;
  now(): number;
}

/** Events in position order, and the position that is reached with them. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  readonly next: Position;
}

/** Handles a batch and moves the checkpoint: both, or neither. Events behind a parked one are parked as well. */
export async function step<Tx>(context: StepContext<Tx>, target: Target<Tx>, batch: Batch): Promise<void> {
  const { processor } = target;
  if (processor.kind === 'view') await stepViewNear(context, { ...target, processor }, batch);
  else await stepReactor(context, target, processor, batch);
}

/** A batch for a view, and the moment of its handling, epoch milliseconds. */
export interface Projection extends Batch {
  readonly now: number;
}

/** Handles a batch of a view in its live tables, as a step of its processor does: for a `ViewThread`. */
export async function projectLive<Tx>(
  processing: ProcessingStore<Tx>,
  view: View<Tx>,
  { now, ...batch }: Projection,
): Promise<void> {
  const context = { processing, now: () => now };
  await stepView(context, { ...liveTarget(view), processor: view }, batch);
}

/** A processor with its live tables. */
export function liveTarget<Tx>(processor: Processor<Tx>): Target<Tx> {
  return { processor, key: processor.name, skipped: new Set(), address: async (tx) => tx };
}

/** Parks an event that failed for good and passes it. */
export async function parkFailed<Tx>(
  context: StepContext<Tx>,
  target: Target<Tx>,
  event: RecordedEvent,
  last: { readonly attempts: number; readonly failure: Failure },
): Promise<void> {
  await context.processing.transaction(async (tx) => {
    const position = await claim(context, tx, target.key);
    if (event.position <= position) return;
    const sequence = sequenceOf(target.processor, event);
    const parked = parkedEvent(event, { sequence, parkedAt: context.now(), ...last });
    await context.processing.parking.park(tx, target.key, [parked]);
    await context.processing.checkpoints.move(tx, target.key, event.position);
  });
}

/** Handles one parked event and takes it out. Answers what its reactor said became of it, if it said something. */
export async function stepParked<Tx>(
  context: StepContext<Tx>,
  target: Target<Tx>,
  event: RecordedEvent,
): Promise<string | undefined> {
  const { processing } = context;
  const { processor } = target;
  let outcome: string | undefined;
  const tell = (said: string): void => {
    outcome = said;
  };
  const effect = processor.kind === 'reactor' ? await react(context, processor, event, tell) : undefined;
  await processing.transaction(async (tx) => {
    await claim(context, tx, target.key);
    // Somebody else may have taken it out before.
    if (!(await processing.parking.release(tx, target.key, event.position))) return;
    if (processor.kind === 'view') await processor.project(await target.address(tx), [event]);
    else await effect?.(tx);
  });
  return outcome;
}

/** A view with the place where it writes. */
export interface ViewTarget<Tx> extends Target<Tx> {
  readonly processor: View<Tx>;
}

/** In the store's own thread where there is one that can do it: a rebuild goes on in this one. */
async function stepViewNear<Tx>(
  context: StepContext<Tx>,
  target: ViewTarget<Tx>,
  batch: Batch,
): Promise<void> {
  const { viewThread } = context.processing;
  const { name, module } = target.processor;
  if (viewThread === undefined || module === undefined || target.key !== name || batch.events.length === 0) {
    return stepView(context, target, batch);
  }
  const events = () => batch.events.map(({ event }) => event);
  const project = () => viewThread.project(module, { ...batch, now: context.now() });
  return withEventSpans(`project ${name}`, { 'tongban.view': name }, events, project);
}

async function stepView<Tx>(
  context: Omit<StepContext<Tx>, 'signal'>,
  target: ViewTarget<Tx>,
  batch: Batch,
): Promise<void> {
  const view = target.processor;
  await context.processing.transaction(async (tx) => {
    const position = await claim(context, tx, target.key);
    const { free, behind } = await sortOut(context, tx, target, batch, position);
    const addressed = await target.address(tx);
    if (free.length > 0) {
      const attributes = { 'tongban.view': view.name };
      const events = () => free.map(({ event }) => event);
      await withEventSpans(`project ${view.name}`, attributes, events, () => view.project(addressed, free));
    }
    await finish(context, tx, target, { behind, position, next: batch.next });
  });
}

async function stepReactor<Tx>(
  context: StepContext<Tx>,
  target: Target<Tx>,
  reactor: Reactor<Tx>,
  batch: Batch,
): Promise<void> {
  const { processing } = context;
  const { free, behind } = await processing.transaction(async (tx) =>
    sortOut(context, tx, target, batch, await claim(context, tx, target.key)),
  );
  const effects: { readonly position: Position; readonly effect: Effect<Tx> }[] = [];
  for (const event of free) {
    context.signal.throwIfAborted();
    const effect = await react(context, reactor, event);
    if (effect !== undefined) effects.push({ position: event.position, effect });
  }
  await processing.transaction(async (tx) => {
    const position = await claim(context, tx, target.key);
    for (const { position: at, effect } of effects) if (at > position) await effect(tx);
    await finish(context, tx, target, { behind, position, next: batch.next });
  });
}

async function react<Tx>(
  context: StepContext<Tx>,
  reactor: Reactor<Tx>,
  event: RecordedEvent,
  tell: (outcome: string) => void = () => {},
): Promise<Effect<Tx> | undefined> {
  const attributes = { 'tongban.reactor': reactor.name, 'tongban.position': event.position };
  const reaction = {
    reactor: reactor.name,
    eventId: (label?: number | string) => derivedEventId(event, reactor.name, label),
    tell,
    signal: context.signal,
  };
  const work = (): ReturnType<Reactor<Tx>['react']> => reactor.react(event, reaction);
  const effect = await withSpan(`react ${event.type}`, attributes, work, traceOf(event.event));
  return effect ?? undefined;
}

/** Divides a batch in what may be handled and what must wait behind a parked event. */
async function sortOut<Tx>(
  { processing, now }: Omit<StepContext<Tx>, 'signal'>,
  tx: Tx,
  target: Target<Tx>,
  batch: Batch,
  position: Position,
): Promise<{ readonly free: readonly RecordedEvent[]; readonly behind: readonly ParkedEvent[] }> {
  const fresh = batch.events.filter(
    (event) => event.position > position && !target.skipped.has(event.position),
  );
  const held = await processing.parking.held(tx, target.key);
  if (held.size === 0) return { free: fresh, behind: [] };
  const free: RecordedEvent[] = [];
  const behind: ParkedEvent[] = [];
  for (const event of fresh) {
    const sequence = sequenceOf(target.processor, event);
    if (!held.has(sequence)) free.push(event);
    else behind.push(parkedEvent(event, { sequence, parkedAt: now(), attempts: 0, failure: undefined }));
  }
  return { free, behind };
}

async function finish<Tx>(
  { processing }: Pick<StepContext<Tx>, 'processing'>,
  tx: Tx,
  target: Target<Tx>,
  at: { readonly behind: readonly ParkedEvent[]; readonly position: Position; readonly next: Position },
): Promise<void> {
  const behind = at.behind.filter((event) => event.position > at.position);
  if (behind.length > 0) await processing.parking.park(tx, target.key, behind);
  if (at.next > at.position) await processing.checkpoints.move(tx, target.key, at.next);
}

/** The checkpoint, held until the transaction ends; 0 where there is none. */
async function claim<Tx>(
  { processing }: Pick<StepContext<Tx>, 'processing'>,
  tx: Tx,
  key: string,
): Promise<Position> {
  return (await processing.checkpoints.claim(tx, key)) ?? 0;
}
