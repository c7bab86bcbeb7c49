import { canonicalJson, type JsonObject } from '@tongban/kernel';
import {
  type Answer,
  type Reaction,
  type Received,
  type RecordedWhen,
  recordedWhen,
} from './department-system.ts';

/** An own event as the platform has it. */
export interface Told extends Answer {
  readonly id: string;
  /** When the platform had recorded what it answered, RFC 3339. */
  readonly time: string;
  readonly correlationid: string;
}

/** What a department publishes because an event that it had answered is wrong. */
export type Amendment =
  /** What was told is wrong from the beginning: it is corrected by this, in these members of its data. */
  | {
      readonly kind: 'correction';
      readonly told: Told;
      readonly answer: Answer;
      readonly members: readonly string[];
    }
  /** What was told was so until now: this is the next version of it. */
  | { readonly kind: 'version'; readonly told: Told; readonly answer: Answer }
  /** What was told holds no longer. */
  | { readonly kind: 'end'; readonly told: Told; readonly answer: Answer }
  /** What was not told before. */
  | { readonly kind: 'addition'; readonly answer: Answer };

export interface Amendments {
  readonly made: readonly Amendment[];
  /** Own events for which the right event gives no reason, and which no contract takes back: they stand. */
  readonly stranded: readonly Told[];
}

/**
 * What becomes of the own events that rest on a wrong event. The right one is answered as it would have been then, so
 * that an own event differs only in what was wrong; what is new is of today. Pure.
 *
 * @param right undefined where it was answered in its own right already: no own event rests on both.
 * @param today when the correction was recorded.
 */
export function amendmentsOf(
  told: readonly Told[],
  right: Received | undefined,
  reaction: Reaction,
  today: RecordedWhen,
): Amendments {
  const answersAt = (recorded: RecordedWhen): readonly Answer[] =>
    right === undefined ? [] : reaction.answer(right, recorded);
  const made: Amendment[] = [];
  const stranded: Told[] = [];
  for (const one of told) {
    const answer = answersAt(recordedWhen(one.time)).find((each) => isSameMatter(each, one));
    if (answer === undefined) {
      const end = reaction.end?.(one, today);
      if (end === undefined) stranded.push(one);
      else made.push({ kind: 'end', told: one, answer: end });
    } else if (reaction.next !== undefined) {
      const next = reaction.next(one, answer, today);
      if (next !== undefined) made.push({ kind: 'version', told: one, answer: next });
    } else {
      const members = differingMembers(one.data, answer.data);
      if (members.length > 0) made.push({ kind: 'correction', told: one, answer, members });
    }
  }
  for (const answer of answersAt(today)) {
    if (!told.some((one) => isSameMatter(answer, one))) made.push({ kind: 'addition', answer });
  }
  return { made, stranded };
}

function isSameMatter(one: Answer, other: Answer): boolean {
  return one.type === other.type && one.subject === other.subject && one.name === other.name;
}

function differingMembers(told: JsonObject, right: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(told), ...Object.keys(right)])].filter(
    (name) => canonicalJson(told[name] ?? null) !== canonicalJson(right[name] ?? null),
  );
}
