import type { JsonObject } from '@tongban/kernel';

/** What a deadline is due on: a calendar date in Asia/Shanghai (the whole day counts), or an instant. */
export type DueOn = { readonly date: string } | { readonly at: number };

/**
 * Something that must be done by a date. It belongs to the keeper, the processor that reads the events by which it
 * is set and met.
 */
export interface Deadline {
  /** Unique among the deadlines of a service: `<what it is of>:<which>`, such as `GR-7:answer`. */
  readonly id: string;
  /** The name of the processor that keeps it. */
  readonly keeper: string;
  /** What kind it is, for the code that answers its notices: `grant-answer`. */
  readonly kind: string;
  /** Sequence of the events by which it is met, as the keeper's `sequenceOf` says it. */
  readonly sequence: string;
  readonly due: DueOn;
  /** True where the date lies past the end of the holiday table, so that it may still move. */
  readonly provisional: boolean;
  /** The event that set it running. */
  readonly startedBy: { readonly source: string; readonly id: string; readonly correlationId: string };
  /** From what the date was derived, so that it can be derived again: the rule, the start, the count of days. */
  readonly terms: JsonObject;
  readonly state: 'open' | 'met' | 'cancelled';
  /** When it was met or cancelled, epoch milliseconds. */
  readonly closedAt: number | undefined;
  /** How often it was rescheduled: a deadline that moved may fall due again, with notices of their own. */
  readonly revision: number;
  /** The notices given since it was last scheduled. */
  readonly noticed: readonly NoticeKind[];
}

/** `due`: the day, or the instant, has come. `breached`: it passed unmet. `met-late`: it was met after that. */
export type NoticeKind = 'due' | 'breached' | 'met-late';

export interface Notice {
  readonly kind: NoticeKind;
  /** The moment it speaks of, epoch milliseconds. */
  readonly at: number;
}

const dayMs = 86_400_000;

/** The first moment of the day or the instant a deadline is due on. Shanghai has had no summer time since 1991. */
export function dueFrom(due: DueOn): number {
  return 'at' in due ? due.at : Date.parse(`${due.date}T00:00:00+08:00`);
}

/** The first moment that is too late: the end of the day in Shanghai, or the instant itself. */
export function tooLateFrom(due: DueOn): number {
  return 'at' in due ? due.at : dueFrom(due) + dayMs;
}

/**
 * What is to be said next about a deadline, and from when on. A provisional deadline is silent: its date is not
 * known yet. One that was met or cancelled in time is silent too; one that was met late is still reported breached first,
 * and so is one that was cancelled only after it was missed.
 */
export function nextNotice(deadline: Deadline): Notice | undefined {
  const { due, state, closedAt, noticed, provisional } = deadline;
  if (provisional) return undefined;
  const tooLate = tooLateFrom(due);
  if (state === 'open') {
    if (!noticed.includes('due')) return { kind: 'due', at: dueFrom(due) };
    return noticed.includes('breached') ? undefined : { kind: 'breached', at: tooLate };
  }
  if (closedAt === undefined || closedAt < tooLate) return undefined;
  if (!noticed.includes('breached')) return { kind: 'breached', at: tooLate };
  return state === 'cancelled' || noticed.includes('met-late')
    ? undefined
    : { kind: 'met-late', at: closedAt };
}

/** Orders deadlines by sequence and id, for those whose notices fall on one moment. */
export function compareDeadlines(one: Deadline, other: Deadline): number {
  const by = one.sequence === other.sequence ? ('id' as const) : ('sequence' as const);
  return one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : 0;
}
