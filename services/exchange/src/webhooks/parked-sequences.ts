import type { Clock } from '@tongban/kernel';
import {
  delayAfter,
  derivedEventId,
  type ParkedEvent,
  type ProcessingStore,
  type ProcessorHandle,
  type RedrivenSequence,
} from '@tongban/processing';
import type { Logger } from '@tongban/telemetry';
import type { Actor } from '../domain/actor.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { WebhookCommands } from './webhook-commands.ts';
import type { WebhookPatience } from './webhook-patience.ts';
import type { RegisteredWebhook, WebhookView } from './webhook-register.ts';

/**
 * The parked sequences of one webhook: writes down that they are parked and that they go on, and tries them again by
 * itself. What is parked is in the processing store; here is only when each is due, so that nothing is lost with it.
 */
export interface ParkedSequences {
  /** Looks at what is parked, and tries what is due. Comes back by itself as long as something is due. */
  look(): Promise<void>;
  /** Tries everything at once that is still tried by itself: the receiver answers again. */
  tryAll(): Promise<void>;
  /** When a sequence is tried again by itself, epoch milliseconds; undefined where somebody has to redrive it. */
  dueAt(sequence: string): number | undefined;
  /** Redrives for somebody, who is then named where a sequence goes on. @throws E_WEBHOOK_DELIVERY while it is down */
  redrive(by: Actor, which: { readonly sequence?: string }): Promise<readonly RedrivenSequence[]>;
  pause(): void;
  resume(): void;
  /** Nothing begins any more; resolves when what was under way is over. */
  stop(): Promise<void>;
}

export interface ParkedSequencesOptions<Tx> {
  readonly webhook: RegisteredWebhook;
  readonly handle: Pick<ProcessorHandle, 'name' | 'redrive'>;
  readonly processing: ProcessingStore<Tx>;
  readonly view: WebhookView;
  readonly commands: WebhookCommands;
  readonly patience: WebhookPatience;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Wait {
  /** Attempts that failed since it was parked. */
  failures: number;
  dueAt: number | undefined;
}

/** Sequences, the oldest first, that are looked after at a time. */
const sequencesMax = 1_000;

export function openParkedSequences<Tx>(options: ParkedSequencesOptions<Tx>): ParkedSequences {
  const { webhook, handle, view, commands, clock, logger } = options;
  const { webhookId, department } = webhook;
  const { atOnce, later } = options.patience;
  const parking = parkingOf(options.processing, handle.name);
  const waits = new Map<string, Wait>();
  let isStopped = false;
  let isPaused = false;
  let cancelTimer = (): void => {};
  // Attempts and what is written of them must not overlap.
  const alone = oneAtATime();

  const lookAround = (allAreDue: boolean): Promise<void> =>
    alone.run(async () => {
      if (isStopped) return;
      try {
        await takeNote(exchangeActor);
        if (allAreDue) makeDue();
        await tryDue();
        wakeAt(earliestDue());
      } catch (error) {
        if (isStopped) return;
        logger.warn({ webhookId, error }, 'The parked sequences of a webhook wait for their surroundings.');
        wakeAt(clock.now() + later.delayMs);
      }
    });
  const look = (): Promise<void> => lookAround(false);

  /** Writes down what was parked and what goes on since the last time, by what is there and not by what was heard. */
  async function takeNote(by: Actor): Promise<void> {
    const recorded = (await view.current()).webhook(webhookId)?.parked;
    if (!recorded) return;
    const sequences = new Set(await parking.sequences());
    for (const sequence of sequences) {
      if (waits.has(sequence) && recorded.has(sequence)) continue;
      const first = await parking.first(sequence);
      if (!first) continue;
      if (!waits.has(sequence)) waits.set(sequence, waitAfter(first.attempts - atOnce.attempts));
      if (!recorded.has(sequence)) await recordParked(first);
    }
    for (const sequence of waits.keys()) if (!sequences.has(sequence)) waits.delete(sequence);
    for (const sequence of recorded.keys()) {
      if (sequences.has(sequence) || (await parking.first(sequence))) continue;
      await commands({ kind: 'resume', actor: by, department, webhookId, sequence });
    }
  }

  async function recordParked(first: ParkedEvent): Promise<void> {
    const { sequence, attempts, failure, parkedAt } = first;
    await commands(
      {
        kind: 'park',
        actor: exchangeActor,
        department,
        webhookId,
        sequence,
        position: String(first.position),
        attempts: Math.max(1, attempts),
        failure: failure?.message ?? 'It waits behind an event that was passed over.',
      },
      { eventId: derivedEventId(first, handle.name, `parked-${parkedAt}`), causationId: first.id },
    );
  }

  async function tryDue(): Promise<void> {
    const due = [...waits].filter(([, { dueAt }]) => dueAt !== undefined && dueAt <= clock.now());
    for (const [sequence, { failures }] of due) {
      if (isStopped || isPaused) return;
      waits.set(sequence, waitAfter(await failuresAfterAttempt(sequence, failures)));
    }
    if (due.length > 0) await takeNote(exchangeActor);
  }

  async function failuresAfterAttempt(sequence: string, failures: number): Promise<number> {
    try {
      const [done] = await handle.redrive({ sequence });
      return done?.stoppedAt && done.handled === 0 ? failures + 1 : 0;
    } catch {
      // An outage, of the receiver or of ours, takes nothing from the attempts that the sequence has.
      return Math.min(failures + 1, later.attempts - 1);
    }
  }

  function waitAfter(failures: number): Wait {
    const counted = Math.max(0, failures);
    const dueAt = counted < later.attempts ? clock.now() + delayAfter(later, counted + 1) : undefined;
    return { failures: counted, dueAt };
  }

  function earliestDue(): number | undefined {
    const moments = [...waits.values()].flatMap(({ dueAt }) => dueAt ?? []);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  function wakeAt(moment: number | undefined): void {
    cancelTimer();
    if (isStopped || isPaused || moment === undefined) return;
    cancelTimer = clock.after(Math.max(0, moment - clock.now()), () => void look());
  }

  function makeDue(): void {
    for (const wait of waits.values()) if (wait.dueAt !== undefined) wait.dueAt = clock.now();
  }

  return {
    look,
    tryAll: () => lookAround(true),
    dueAt: (sequence) => waits.get(sequence)?.dueAt,
    redrive: (by, which) =>
      alone.run(async () => {
        try {
          return await handle.redrive(which);
        } finally {
          await takeNote(by);
        }
      }),
    pause() {
      isPaused = true;
      cancelTimer();
    },
    resume() {
      isPaused = false;
      void look();
    },
    async stop() {
      isStopped = true;
      cancelTimer();
      await alone.rest();
    },
  };
}

/** What is parked of one processor, each answer in a transaction of its own. */
function parkingOf<Tx>(
  processing: ProcessingStore<Tx>,
  processor: string,
): {
  sequences(): Promise<readonly string[]>;
  first(sequence: string): Promise<ParkedEvent | undefined>;
} {
  const { parking } = processing;
  return {
    async sequences() {
      const limit = sequencesMax;
      const parked = await processing.transaction((tx) => parking.sequences(tx, processor, { limit }));
      return parked.map(({ sequence }) => sequence);
    },
    async first(sequence) {
      const one = { sequence, limit: 1 };
      const [first] = await processing.transaction((tx) => parking.read(tx, processor, one));
      return first;
    },
  };
}
