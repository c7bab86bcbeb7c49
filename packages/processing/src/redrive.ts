import type { EventSource, Position, RecordedEvent } from '@tongban/event-store';
import type { AdvanceContext } from './advance.ts';
import { processingErrors } from './errors.ts';
import { failureFacts, failureOf, type ParkedEvent, type SkippedEvent } from './parked-event.ts';
import type { RedrivenSequence, RedrivePlan } from './processor-handle.ts';
import { stepParked, type Target } from './step.ts';

/** Sequences that a plan describes one by one. */
const planSequencesMax = 100;
/** Sequences that a redrive takes up at a time. */
const redriveSequencesPage = 100;

/** What a redrive would do. */
export async function planRedrive<Tx>(
  context: AdvanceContext<Tx>,
  key: string,
  options: { readonly sequence?: string; readonly sampleEvents?: number },
): Promise<RedrivePlan> {
  const { parking } = context.processing;
  const { sampleEvents = 5, ...which } = options;
  return context.processing.transaction(async (tx) => {
    const parked = await parking.sequences(tx, key, { ...which, limit: planSequencesMax });
    const sequences: RedrivePlan['sequences'][number][] = [];
    for (const one of parked) {
      const sample = await parking.read(tx, key, {
        sequence: one.sequence,
        limit: Math.max(1, sampleEvents),
      });
      sequences.push({ ...one, sample: sample.slice(0, sampleEvents), failure: sample[0]?.failure });
    }
    const all =
      options.sequence === undefined
        ? await parking.count(tx, key)
        : { events: parked[0]?.events ?? 0, sequences: parked.length };
    const oldest = Math.min(...parked.map((one) => one.oldestRecordedAt));
    const oldestSeconds = parked.length === 0 ? 0 : Math.max(0, context.now() - oldest) / 1000;
    return { processor: key, events: all.events, sequenceCount: all.sequences, oldestSeconds, sequences };
  });
}

/** Handles parked events again: each sequence in order, up to its first failure. */
export async function redrive<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  store: EventSource,
  options: { readonly sequence?: string },
): Promise<readonly RedrivenSequence[]> {
  const { processing } = context;
  const done = new Map<string, RedrivenSequence>();
  for (;;) {
    const limit = redriveSequencesPage + done.size;
    const parked = await processing.transaction((tx) =>
      processing.parking.sequences(tx, target.key, { ...options, limit }),
    );
    const left = parked.filter(({ sequence }) => !done.has(sequence));
    if (left.length === 0) return [...done.values()];
    for (const { sequence } of left)
      done.set(sequence, await redriveSequence(context, target, store, sequence));
  }
}

/** Passes over a parked event for good. */
export async function skipParked<Tx>(
  context: AdvanceContext<Tx>,
  key: string,
  skip: { readonly position: Position; readonly reason: string; readonly by: string },
): Promise<void> {
  const { processing } = context;
  await processing.transaction(async (tx) => {
    await processing.checkpoints.claim(tx, key);
    const [event] = await processing.parking.read(tx, key, { after: skip.position - 1, limit: 1 });
    if (event?.position !== skip.position) {
      throw processingErrors.error('E_PROCESSING_NOT_PARKED', {
        facts: { position: skip.position, processor: key },
      });
    }
    const skipped: SkippedEvent = { ...skip, sequence: event.sequence, skippedAt: context.now() };
    await processing.parking.skip(tx, key, skipped);
    await processing.parking.release(tx, key, skip.position);
  });
}

async function redriveSequence<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  store: EventSource,
  sequence: string,
): Promise<RedrivenSequence> {
  const outcomes: Record<string, number> = {};
  for (let handled = 0; ; handled++) {
    const tried = await context.attempt(() => redriveFirst(context, target, store, sequence));
    if (tried === 'free') return { sequence, handled, outcomes, stoppedAt: undefined };
    if ('failure' in tried) return { sequence, handled, outcomes, stoppedAt: tried };
    const { outcome } = tried;
    if (outcome !== undefined) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
}

/** Handles the first parked event of a sequence. */
async function redriveFirst<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  store: EventSource,
  sequence: string,
): Promise<{ readonly outcome: string | undefined } | 'free' | NonNullable<RedrivenSequence['stoppedAt']>> {
  const { processing, policy, logger } = context;
  const [parked] = await processing.transaction((tx) =>
    processing.parking.read(tx, target.key, { sequence, limit: 1 }),
  );
  if (parked === undefined) return 'free';
  try {
    return { outcome: await stepParked(context, target, await recorded(store, parked)) };
  } catch (error) {
    if (context.signal.aborted || policy.isOutage(error)) throw error;
    const { position } = parked;
    const failure = failureOf(error);
    await processing.transaction((tx) => processing.parking.fail(tx, target.key, position, failure));
    logger.warn({ processor: target.key, sequence, position, ...failureFacts(failure) }, 'redrive stopped');
    return { position, failure };
  }
}

async function recorded(store: EventSource, parked: ParkedEvent): Promise<RecordedEvent> {
  const { position, source, id } = parked;
  const [event] = (await store.readAll({ after: position - 1, limit: 1 })).events;
  if (event?.position === position && event.id === id && event.source === source) return event;
  throw processingErrors.error('E_PROCESSING_EVENT_MISSING', { facts: { position, source, id } });
}
