import type { Position, RecordedEvent } from '@tongban/event-store';
import { type Clock, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { type Failure, failureFacts, failureOf } from './parked-event.ts';
import { delayAfter, type RetryPolicy } from './retry.ts';
import { type Batch, parkFailed, type StepContext, step, type Target } from './step.ts';

/** What it takes to get through a batch whatever happens. */
export interface AdvanceContext<Tx> extends StepContext<Tx> {
  readonly clock: Clock;
  readonly policy: RetryPolicy;
  readonly logger: Logger;
  /** Runs one attempt: alone, and not while the processor is paused. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Told what goes wrong, and `running` when it goes on. */
  report(state: 'running' | 'retrying' | 'waiting', failure?: Failure, position?: Position): void;
}

/**
 * Gets a processor past a batch: at once if possible, else one event at a time; an event that fails as often as the
 * policy allows is parked. Waits for as long as the surroundings fail.
 * @throws the signal's reason when it aborts; everything not committed is then undone
 */
export async function advance<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  batch: Batch,
): Promise<void> {
  if (batch.events.length !== 1 && (await attempted(context, target, batch)) === undefined) return;
  for (const event of batch.events) await advanceOne(context, target, event);
  await persist(context, target, batch.next);
}

/** Moves the checkpoint past events that the processor does not want. */
export async function persist<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  next: Position,
): Promise<void> {
  await waitingOut(context, () => step(context, target, { events: [], next }));
}

/** Runs work until it succeeds: whatever fails here is an outage. @throws the signal's reason when it aborts */
export async function waitingOut<Tx, Result>(
  context: AdvanceContext<Tx>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { clock, policy, signal, logger } = context;
  for (let outages = 1; ; outages++) {
    signal.throwIfAborted();
    try {
      return await context.attempt(work);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error);
      context.report('waiting', failure);
      logger.error({ ...failureFacts(failure), outages }, 'processing waits for its surroundings');
      await sleep(clock, delayAfter(policy, outages), signal);
    }
  }
}

async function advanceOne<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  event: RecordedEvent,
): Promise<void> {
  const { clock, policy, signal, logger } = context;
  for (let attempts = 1; ; attempts++) {
    const failure = await attempted(context, target, { events: [event], next: event.position });
    if (failure === undefined) return;
    const { position, type } = event;
    context.report('retrying', failure, position);
    if (attempts >= policy.attempts) {
      logger.error(
        { processor: target.key, position, type, attempts, ...failureFacts(failure) },
        'event parked',
      );
      await waitingOut(context, () => parkFailed(context, target, event, { attempts, failure }));
      context.report('running');
      return;
    }
    logger.warn(
      { processor: target.key, position, type, attempts, ...failureFacts(failure) },
      'event failed',
    );
    await sleep(clock, delayAfter(policy, attempts), signal);
  }
}

/** One attempt at a batch, outages waited out. Answers why it failed, or undefined where it did not. */
async function attempted<Tx>(
  context: AdvanceContext<Tx>,
  target: Target<Tx>,
  batch: Batch,
): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  await waitingOut(context, async () => {
    try {
      failure = undefined;
      await step(context, target, batch);
    } catch (error) {
      if (context.signal.aborted || context.policy.isOutage(error)) throw error;
      failure = failureOf(error);
    }
  });
  if (failure === undefined) context.report('running');
  return failure;
}
