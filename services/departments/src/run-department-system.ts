import { type Client, fileCursorStore, type PoisonDecision } from '@tongban/client';
import { type Clock, type JsonObject, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { type DepartmentSystem, recordedWhen } from './department-system.ts';
import { publishOnce } from './publish-once.ts';
import {
  type Entry,
  type EventRef,
  fileRegister,
  isSameEvent,
  type ReceivedRef,
  type ToldRef,
} from './register.ts';
import { takeCorrection } from './take-correction.ts';

/** A client that takes any type: the reference systems name theirs as data. */
export type AnyClient = Client<Record<string, JsonObject>>;

export interface RunDepartmentOptions {
  readonly client: AnyClient;
  /** Where it keeps how far it is. */
  readonly cursorFile: string;
  /** Where it keeps by which events it acted: see `fileRegister`. */
  readonly registerFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a clerk takes for an event, milliseconds: what makes waiting visible in the sample city. */
  readonly handlingMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Runs one department system until the signal aborts: it follows its feed, answers what it has an answer to, and takes
 * corrections of that over.
 */
export async function runDepartmentSystem(
  system: DepartmentSystem,
  options: RunDepartmentOptions,
): Promise<void> {
  const { client, cursorFile, registerFile, clock, handlingMs, signal } = options;
  const logger = options.logger.child({ department: system.department });
  const reactions = new Map(system.reactions.map((reaction) => [reaction.to, reaction]));
  const register = fileRegister(registerFile);
  await client.subscribe({
    cursorStore: fileCursorStore(cursorFile),
    types: [...reactions.keys()],
    signal,
    async handle(event, context) {
      const reaction = reactions.get(event.type);
      if (!reaction) return;
      const about = `${event.type} ${reaction.about(event) ?? `${event.source} ${event.id}`}`;
      const known = register.about(about);
      const received = withEvent(known?.received ?? [], event, context.cursor);
      if (known && isFurther(known, event)) {
        if (received !== known.received) register.keep({ ...known, received });
        return;
      }
      const answers = reaction.answer(event, recordedWhen(context.recordedAt));
      if (answers.length > 0) await sleep(clock, handlingMs(), context.signal);
      const told: ToldRef[] = [];
      for (const { type, ...draft } of answers) {
        if (context.signal.aborted) return;
        const id = await publishOnce(() => context.publish(type, draft));
        told.push({ id, type, ...(draft.name === undefined ? {} : { name: draft.name }) });
        logger.debug({ type, subject: draft.subject }, 'answered an event');
      }
      register.keep({ about, restsOn: { source: event.source, id: event.id }, received, told });
    },
    handleCorrection: (correction, context) =>
      takeCorrection(correction, context, {
        client,
        register,
        system,
        clerk: () => sleep(clock, handlingMs(), context.signal),
        logger,
      }),
    onPoison({ error }): PoisonDecision {
      logger.error({ error }, 'an event could not be answered; stopping');
      return 'stop';
    },
  });
}

/** Whether the department told something already, by another event about the same thing. */
function isFurther({ restsOn, told }: Entry, event: EventRef): boolean {
  return told.length > 0 && !isSameEvent(restsOn, event);
}

function withEvent(
  received: readonly ReceivedRef[],
  { source, id }: EventRef,
  cursor: string,
): readonly ReceivedRef[] {
  const isKept = received.some((one) => isSameEvent(one, { source, id }));
  return isKept ? received : [...received, { source, id, cursor }];
}
