import { type EventSource, matchesFilter, type Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { type AdvanceContext, advance, waitingOut } from './advance.ts';
import { processingErrors } from './errors.ts';
import { nextKey, type ProcessingStore } from './processing-store.ts';
import type { View } from './processor.ts';
import { type RebuildProgress, rebuildProgress } from './rebuild-progress.ts';
import { type RetryTerms, retryPolicy } from './retry.ts';
import type { ViewTarget } from './step.ts';

export interface RebuildOptions<Tx> {
  readonly store: EventSource;
  readonly processing: ProcessingStore<Tx>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retry?: RetryTerms;
  /** Interrupts it: what is committed stays, and the next rebuild of the same version goes on from there. */
  readonly signal?: AbortSignal;
  /** Begins anew also where an interrupted rebuild of the same version could go on. Default false. */
  readonly anew?: boolean;
  /** Events a transaction, 1–1,000; default 1,000. */
  readonly batchEvents?: number;
  /** Told after each batch. */
  progressed?(progress: RebuildProgress): void;
}

interface RebuildTarget<Tx> extends ViewTarget<Tx> {
  /** Where its rebuild goes on. */
  readonly position: Position;
}

/**
 * Builds views anew from the first event beside the live ones, reading the store once for all of them, and puts each
 * in the place of its live one as soon as it has seen as much. The live views answer and go on meanwhile. Events that
 * fail are parked, those that were skipped before are skipped again.
 * @throws the signal's reason where it was interrupted; E_PROCESSING_REBUILD_TAKEN where another rebuild of one of the
 * views finished first
 */
export async function rebuildViews<Tx>(
  views: readonly View<Tx>[],
  options: RebuildOptions<Tx>,
): Promise<RebuildProgress> {
  const { store, clock, batchEvents = 1_000 } = options;
  const taken = new AbortController();
  const context = advanceContext(options, taken.signal);
  let targets: RebuildTarget<Tx>[] = [];
  for (const view of views) targets.push(await begin(view, options, taken));
  const filter = views.length === 1 ? views[0]?.filter : undefined;
  const start = targets.reduce((least, target) => Math.min(least, target.position), await store.head());
  const startedAt = clock.now();
  let position = start;
  let events = 0;
  let progress = rebuildProgress({ start, position, head: position, events, elapsedMs: 0 });
  while (targets.length > 0) {
    context.signal.throwIfAborted();
    const read = { after: position, limit: batchEvents, ...(filter && { filter }) };
    const page = await waitingOut(context, () => store.readAll(read));
    for (const target of targets) {
      const wanted = page.events.filter(({ type }) => matchesFilter(target.processor.filter, type));
      await advance(context, target, { events: wanted, next: page.next });
    }
    position = page.next;
    events += page.events.length;
    if (page.atEnd) targets = await swapFinished(context, targets);
    const head = Math.max(position, await waitingOut(context, () => store.head()));
    progress = rebuildProgress({ start, position, head, events, elapsedMs: clock.now() - startedAt });
    options.progressed?.(progress);
  }
  return progress;
}

/** Takes up an interrupted rebuild of the same version, or begins one. */
async function begin<Tx>(
  view: View<Tx>,
  { processing, anew = false }: RebuildOptions<Tx>,
  taken: AbortController,
): Promise<RebuildTarget<Tx>> {
  const { generations, checkpoints, parking } = processing;
  const key = nextKey(view.name);
  return processing.transaction(async (tx) => {
    // Held from here on: of two that begin at once, one takes up what the other began.
    await checkpoints.claim(tx, key);
    let next = await generations.next(tx, view.name);
    if (anew || next?.version !== view.version) next = await generations.createNext(tx, view);
    const { number } = next;
    const position = (await checkpoints.claim(tx, key)) ?? 0;
    const skipped = new Set((await parking.skipped(tx, view.name)).map((event) => event.position));
    const address = async (outer: Tx): Promise<Tx> => {
      const current = await generations.next(outer, view.name);
      if (current?.number === number) return generations.addressNext(outer, view, current);
      taken.abort(processingErrors.error('E_PROCESSING_REBUILD_TAKEN', { facts: { view: view.name } }));
      throw taken.signal.reason;
    };
    return { processor: view, key, skipped, position, address };
  });
}

/** Swaps the targets that have seen as much as the live view. Answers the others. */
async function swapFinished<Tx>(
  { processing, logger }: AdvanceContext<Tx>,
  targets: readonly RebuildTarget<Tx>[],
): Promise<RebuildTarget<Tx>[]> {
  const unfinished: RebuildTarget<Tx>[] = [];
  for (const target of targets) {
    const view = target.processor;
    const swapped = await processing.transaction(async (tx) => {
      const live = (await processing.checkpoints.claim(tx, view.name)) ?? 0;
      const next = (await processing.checkpoints.claim(tx, target.key)) ?? 0;
      await target.address(tx);
      if (next < live) return false;
      await processing.generations.swap(tx, view);
      return true;
    });
    if (swapped) logger.info({ view: view.name, version: view.version }, 'view rebuilt');
    else unfinished.push(target);
  }
  return unfinished;
}

function advanceContext<Tx>(options: RebuildOptions<Tx>, taken: AbortSignal): AdvanceContext<Tx> {
  const { processing, clock, logger } = options;
  return {
    processing,
    clock,
    logger,
    policy: retryPolicy(options.retry),
    signal: options.signal ? AbortSignal.any([options.signal, taken]) : taken,
    now: () => clock.now(),
    attempt: (work) => work(),
    report: () => undefined,
  };
}
