import { canonicalJson, type JsonObject } from '@tongban/kernel';
import { processingErrors } from '../errors.ts';
import type { ProcessingStore } from '../processing-store.ts';
import { type Deadline, type DueOn, nextNotice } from './deadline.ts';

/** A deadline to be kept; what is missing is filled in. */
export type NewDeadline = Pick<Deadline, 'id' | 'kind' | 'sequence' | 'due' | 'provisional' | 'startedBy'> & {
  readonly terms?: JsonObject;
};

/** The deadlines of one keeper. Everything happens in the transaction of the keeper that reads the events. */
export interface DeadlineKeeping<Tx> {
  /** @throws E_DEADLINE_REUSED where the id belongs to a deadline that was set otherwise */
  schedule(tx: Tx, deadline: NewDeadline): Promise<void>;
  /** Met at an instant, epoch milliseconds. Answers the deadline, or undefined where none of the id is open. */
  meet(tx: Tx, id: string, at: number): Promise<Deadline | undefined>;
  /** No longer asked for. Answers as `meet` does. */
  cancel(tx: Tx, id: string, at: number): Promise<Deadline | undefined>;
  /** Gives an open deadline another date; its notices begin again. Answers as `meet` does. */
  reschedule(tx: Tx, id: string, to: NewDue): Promise<Deadline | undefined>;
  read(tx: Tx, id: string): Promise<Deadline | undefined>;
}

/** Another date, derived from other terms if there are any. */
export interface NewDue {
  readonly due: DueOn;
  readonly provisional: boolean;
  readonly terms?: JsonObject;
}

/** The deadlines kept by the processor of this name. */
export function deadlinesOf<Tx>(processing: ProcessingStore<Tx>, keeper: string): DeadlineKeeping<Tx> {
  const table = processing.deadlines;

  async function open(tx: Tx, id: string): Promise<Deadline | undefined> {
    const deadline = await table.read(tx, id);
    return deadline?.state === 'open' && deadline.keeper === keeper ? deadline : undefined;
  }

  async function change(tx: Tx, id: string, to: (open: Deadline) => Deadline): Promise<Deadline | undefined> {
    const before = await open(tx, id);
    if (before === undefined) return undefined;
    const after = to(before);
    await table.write(tx, after, nextNotice(after)?.at);
    return after;
  }

  return {
    async schedule(tx, { id, kind, sequence, due, provisional, startedBy, terms = {} }) {
      const set = { id, keeper, kind, sequence, due, provisional, startedBy, terms };
      const deadline: Deadline = { ...set, state: 'open', closedAt: undefined, revision: 0, noticed: [] };
      const before = await table.read(tx, id);
      if (before === undefined) return table.write(tx, deadline, nextNotice(deadline)?.at);
      const same = canonicalJson({ ...before, ...set }) === canonicalJson(before);
      if (!same) throw processingErrors.error('E_DEADLINE_REUSED', { facts: { id, keeper } });
    },
    meet: (tx, id, at) => change(tx, id, (deadline) => ({ ...deadline, state: 'met', closedAt: at })),
    cancel: (tx, id, at) => change(tx, id, (deadline) => ({ ...deadline, state: 'cancelled', closedAt: at })),
    reschedule: (tx, id, to) => change(tx, id, (deadline) => rescheduled(deadline, to)),
    async read(tx, id) {
      const deadline = await table.read(tx, id);
      return deadline?.keeper === keeper ? deadline : undefined;
    },
  };
}

/** The deadline under another date. Notices of the old date do not count for the new one. */
export function rescheduled(deadline: Deadline, to: NewDue): Deadline {
  return { ...deadline, ...to, revision: deadline.revision + 1, noticed: [] };
}
