import type { EventSource } from '@tongban/event-store';
import { type Clock, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { derivedEventId } from '../derived-event-id.ts';
import { type Failure, failureOf } from '../parked-event.ts';
import type { ProcessingStore } from '../processing-store.ts';
import type { ProcessorHandle } from '../processor-handle.ts';
import { type Deadline, type Notice, nextNotice } from './deadline.ts';

export interface DeadlineOptions<Tx> {
  readonly store: EventSource;
  readonly processing: ProcessingStore<Tx>;
  /** The processor that sets and meets the deadlines. */
  readonly keeper: Pick<ProcessorHandle, 'name' | 'whenProcessed'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Records a notice as an event under the given id. It may be called again for the same notice after a failure or a
   * kill; the same id then changes nothing. Where it fails, later notices of the deadline's sequence wait.
   */
  fire(deadline: Deadline, notice: Notice & { readonly eventId: string }): Promise<void>;
  /** How often to look, milliseconds. Default 1,000. */
  readonly pollMs?: number;
  /** A notice waits so long, so that an event recorded in the last moment is seen first. Default 1,000 ms. */
  readonly settleMs?: number;
  readonly signal?: AbortSignal;
}

export interface DeadlineStatus {
  readonly state: 'running' | 'stopped';
  /** When the next notice is due, epoch milliseconds; undefined where there is none. In the past: it is waiting. */
  readonly earliestNotice: number | undefined;
  readonly lastFailure: (Failure & { readonly deadline?: string }) | undefined;
}

export interface DeadlineRunner {
  /** `<keeper>-deadlines`. */
  readonly name: string;
  /** Gives every notice that is due now, and answers how many. Never overlaps with itself. */
  fireDue(): Promise<number>;
  status(): Promise<DeadlineStatus>;
  stop(): Promise<void>;
}

/** Deadlines taken up at a time. */
const dueDeadlinesPage = 500;

interface DueNotice {
  readonly deadline: Deadline;
  readonly notice: Notice;
}

/**
 * Gives notices as they fall due, ordered by moment, until it is stopped. Before it gives any, the keeper must have
 * seen everything recorded so far, and the deadlines of its parked sequences wait: nobody is reported late because
 * the platform is.
 */
export function runDeadlines<Tx>(options: DeadlineOptions<Tx>): DeadlineRunner {
  const { processing, clock, keeper, logger, pollMs = 1_000 } = options;
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  let lastFailure: DeadlineStatus['lastFailure'];
  let running: Promise<number> = Promise.resolve(0);

  const failed = (error: unknown, deadline?: string): void => {
    lastFailure = { ...failureOf(error), ...(deadline === undefined ? {} : { deadline }) };
    logger.error({ keeper: keeper.name, ...lastFailure }, 'a notice of a deadline failed');
  };
  const fireDue = (): Promise<number> => {
    const next = running.catch(() => 0).then(() => giveDueNotices(options, signal, failed));
    running = next;
    return next;
  };

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      await fireDue().catch((error: unknown) => signal.aborted || failed(error));
      await sleep(clock, pollMs, signal);
    }
  }

  const ended = follow();
  return {
    name: `${keeper.name}-deadlines`,
    fireDue,
    status: async () => {
      const earliest = await processing.transaction((tx) =>
        processing.deadlines.earliestNotice(tx, keeper.name),
      );
      return { state: signal.aborted ? 'stopped' : 'running', earliestNotice: earliest, lastFailure };
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function giveDueNotices<Tx>(
  options: DeadlineOptions<Tx>,
  signal: AbortSignal,
  failed: (error: unknown, deadline: string) => void,
): Promise<number> {
  const { store, processing, clock, keeper, settleMs = 1_000 } = options;
  const now = clock.now() - settleMs;
  const read = (): Promise<readonly Deadline[]> =>
    processing.transaction((tx) => processing.deadlines.due(tx, keeper.name, now, dueDeadlinesPage));
  if ((await read()).length === 0) return 0;
  await keeper.whenProcessed(await store.head(), { signal });
  const due: DueNotice[] = [];
  const add = (deadline: Deadline): void => {
    const notice = nextNotice(deadline);
    if (notice === undefined || notice.at > now) return;
    const behind = due.findIndex((other) => other.notice.at > notice.at);
    due.splice(behind < 0 ? due.length : behind, 0, { deadline, notice });
  };
  for (const deadline of await read()) add(deadline);
  const failing = new Set<string>();
  let given = 0;
  for (let next = due.shift(); next !== undefined && !signal.aborted; next = due.shift()) {
    const { deadline, notice } = next;
    if (failing.has(deadline.sequence)) continue;
    try {
      add(await giveNotice(options, deadline, notice));
      given += 1;
    } catch (error) {
      failing.add(deadline.sequence);
      failed(error, deadline.id);
    }
  }
  return given;
}

/** Fires one notice and remembers it. Answers the deadline as it then is. */
async function giveNotice<Tx>(
  options: DeadlineOptions<Tx>,
  due: Deadline,
  notice: Notice,
): Promise<Deadline> {
  const { processing, keeper } = options;
  const reactor = `deadline:${keeper.name}:${due.id}`;
  const eventId = derivedEventId(due.startedBy, reactor, `${notice.kind}:${due.revision}`);
  await options.fire(due, { ...notice, eventId });
  return processing.transaction(async (tx) => {
    await processing.checkpoints.claim(tx, keeper.name);
    const current = await processing.deadlines.read(tx, due.id);
    if (current === undefined || current.revision !== due.revision) return current ?? due;
    const noticed: Deadline = { ...current, noticed: [...current.noticed, notice.kind] };
    await processing.deadlines.write(tx, noticed, nextNotice(noticed)?.at);
    return noticed;
  });
}
