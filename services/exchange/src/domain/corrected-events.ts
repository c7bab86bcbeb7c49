import type { DataOf } from './domain-event.ts';
import { type ReadRecord, readersOf } from './past-readers.ts';

/** A correction that was made, as far as asking whom it concerns goes. */
export type MadeCorrection = Pick<DataOf<'sharing.datum-corrected.v1'>, 'correctionId' | 'type' | 'wrong'>;

/** Which events turned out to be wrong: for asking of a read whether it handed one of them over. */
export interface CorrectedEvents {
  /** @param position where the correction was recorded. */
  add(correction: MadeCorrection, position: number): void;
  /** Whether the span of a read holds an event that was corrected, be it handed over or not. */
  isIn(read: Pick<ReadRecord, 'afterPosition' | 'lastPosition'>): boolean;
  /**
   * The corrections, made before a read, of what it handed over: by the same rule by which past readers are found.
   *
   * @param position where the read was recorded.
   * @param typeOf the event type that a grant is for.
   */
  handedOverBy(
    read: ReadRecord,
    position: number,
    typeOf: (grantId: string) => string | undefined,
  ): readonly MadeCorrection[];
}

export function openCorrectedEvents(): CorrectedEvents {
  /** By the position of the wrong event. */
  const made: { readonly at: number; readonly madeAt: number; readonly correction: MadeCorrection }[] = [];

  /** The place of the first one after a position. */
  const firstAfter = (position: number): number => {
    let [from, to] = [0, made.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((made[middle]?.at ?? 0) > position) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  const between = ({ afterPosition, lastPosition }: Pick<ReadRecord, 'afterPosition' | 'lastPosition'>) =>
    made.slice(firstAfter(Number(afterPosition)), firstAfter(Number(lastPosition)));

  return {
    add(correction, madeAt) {
      const at = Number(correction.wrong.position);
      made.splice(firstAfter(at), 0, { at, madeAt, correction });
    },
    isIn: (read) => between(read).length > 0,
    handedOverBy: (read, position, typeOf) =>
      between(read)
        .filter(({ madeAt }) => madeAt < position)
        .map(({ correction }) => correction)
        .filter(
          ({ type, wrong }) =>
            readersOf([read], wrong.position, (grantId) => typeOf(grantId) === type).length > 0,
        ),
  };
}
