import { localDateOf } from '@tongban/calendar';
import { type Client, fileCursorStore, type PoisonDecision } from '@tongban/client';
import { type Clock, type JsonObject, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { DepartmentSystem, Received } from './department-system.ts';
import { publishOnce } from './publish-once.ts';

/** A client that takes any type: the reference systems name theirs as data. */
export type AnyClient = Client<Record<string, JsonObject>>;

export interface RunDepartmentOptions {
  readonly client: AnyClient;
  /** Where it keeps how far it is. */
  readonly cursorFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a clerk takes for an event, milliseconds: what makes waiting visible in the sample city. */
  readonly handlingMs: (event: Received) => number;
  readonly signal: AbortSignal;
}

/** Runs one department system until the signal aborts: it follows its feed and answers what it has an answer to. */
export async function runDepartmentSystem(
  system: DepartmentSystem,
  options: RunDepartmentOptions,
): Promise<void> {
  const { client, cursorFile, clock, logger, handlingMs, signal } = options;
  const reactions = new Map(system.reactions.map((reaction) => [reaction.to, reaction]));
  await client.subscribe({
    cursorStore: fileCursorStore(cursorFile),
    types: [...reactions.keys()],
    signal,
    async handle(event, context) {
      const at = context.recordedAt;
      const answers = reactions.get(event.type)?.answer(event, { at, on: localDateOf(Date.parse(at)) }) ?? [];
      if (answers.length === 0) return;
      await sleep(clock, handlingMs(event), context.signal);
      for (const { type, ...draft } of answers) {
        if (context.signal.aborted) return;
        await publishOnce(() => context.publish(type, draft));
        logger.debug({ department: system.department, type, subject: draft.subject }, 'answered an event');
      }
    },
    onPoison({ error }): PoisonDecision {
      logger.error({ department: system.department, error }, 'an event could not be answered; stopping');
      return 'stop';
    },
  });
}
