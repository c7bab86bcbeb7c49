import { type LocalDate, localDateOf } from '@tongban/calendar';
import type { ReceivedEvent } from '@tongban/client';
import type { JsonObject } from '@tongban/kernel';

/** An event as a system receives it: minimised, so that any field may be missing. */
export type Received = ReceivedEvent<Record<string, JsonObject>, string>;

/** One event with which a department answers another. */
export interface Answer {
  readonly type: string;
  /** Tells answers of one type to one event apart: its id follows from the event, the type and this. */
  readonly name?: string;
  readonly subject: string;
  readonly data: JsonObject;
}

/** When the platform recorded the event that is answered: answers take their dates from it, never from a clock. */
export interface RecordedWhen {
  /** RFC 3339. */
  readonly at: string;
  /** The day of it in Shanghai. */
  readonly on: LocalDate;
}

/** @param at RFC 3339, as the platform writes it. */
export function recordedWhen(at: string): RecordedWhen {
  return { at, on: localDateOf(Date.parse(at)) };
}

/** How a department answers one event type. Pure, all of it. */
export interface Reaction {
  readonly to: string;
  /**
   * The thing that an event tells of. Where the department has told something of it already, a further event changes
   * nothing before a correction calls it the right one. Undefined where what was received does not say.
   */
  about(event: Received): string | undefined;
  /** The same event gives the same answers, however often it comes. None: it is no matter of this department. */
  answer(event: Received, recorded: RecordedWhen): readonly Answer[];
  /**
   * For answers that come in versions: the one after `told`, which rests on a wrong event, where the right one is
   * answered with `right`; undefined where `told` stands. Default: what was told is itself corrected.
   */
  next?(told: Answer, right: Answer, today: RecordedWhen): Answer | undefined;
  /** What ends an answer for which the right event gives no reason. Default: no contract does. */
  end?(told: Answer, today: RecordedWhen): Answer;
}

/** An event type that a department asks for, and why (政务数据共享条例 art. 20). */
export interface Need {
  readonly type: string;
  readonly fields: readonly string[];
  readonly purpose: { readonly code: string; readonly text: string };
  readonly scenario: string;
  readonly basis: string;
  readonly legalBasis: readonly { readonly source: string; readonly article: string }[];
  /** Why each personal field is necessary. */
  readonly necessity?: readonly { readonly pointer: string; readonly reason: string }[];
}

/**
 * A reference department system: what it needs from others and how it answers. It is run with the client alone, as
 * the system of a real department would be.
 */
export interface DepartmentSystem {
  readonly department: string;
  readonly system: string;
  /** It publishes types whose contract requires a signature: it has a key of its own, and signs all it publishes. */
  readonly signs?: true;
  readonly needs: readonly Need[];
  readonly reactions: readonly Reaction[];
}
