import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MadeCorrection, openCorrectedEvents } from './corrected-events.ts';
import { type ReadRecord, readersOf } from './past-readers.ts';

const correction = (correctionId: string, position: number, type = 'A'): MadeCorrection => ({
  correctionId,
  type,
  wrong: { source: 's', id: `e-${position}`, position: String(position) },
});
const read = (after: number, last: number, ...grantIds: readonly string[]): ReadRecord => ({
  department: 'tax',
  channel: 'pull',
  grants: grantIds.map((grantId) => ({ grantId, purpose: 'p', count: 1 })),
  afterPosition: String(after),
  lastPosition: String(last),
});
/** The grants are named after the type that they are for. */
const typeOf = (grantId: string): string => grantId;

describe('events that were corrected', () => {
  it('are told of a read whose span holds them, under a grant of their type', () => {
    const corrected = openCorrectedEvents();
    for (const made of [correction('C-1', 9), correction('C-2', 4, 'B'), correction('C-3', 9)]) {
      corrected.add(made, 20);
    }
    const ids = (one: ReadRecord) =>
      corrected.handedOverBy(one, 21, typeOf).map(({ correctionId }) => correctionId);
    expect(ids(read(0, 12, 'A'))).toEqual(['C-1', 'C-3']);
    expect(ids(read(0, 12, 'A', 'B'))).toEqual(['C-2', 'C-1', 'C-3']);
    expect(ids(read(8, 9, 'A'))).toEqual(['C-1', 'C-3']);
    expect(ids(read(9, 12, 'A'))).toEqual([]);
    expect(ids(read(0, 8, 'A'))).toEqual([]);
    expect([corrected.isIn(read(3, 4)), corrected.isIn(read(4, 8))]).toEqual([true, false]);
  });

  it('are left to their correction where the read was before it', () => {
    const corrected = openCorrectedEvents();
    corrected.add(correction('C-1', 9), 20);
    expect(corrected.handedOverBy(read(0, 12, 'A'), 19, typeOf)).toEqual([]);
    expect(corrected.handedOverBy(read(0, 12, 'A'), 21, typeOf)).toHaveLength(1);
  });

  it('concern a read exactly where the read makes its department a past reader of them', () => {
    const anyMade = fc.array(fc.tuple(fc.nat(40), fc.constantFrom('A', 'B')), { maxLength: 20 });
    const anyRead = fc
      .tuple(fc.nat(40), fc.nat(20), fc.subarray(['A', 'B', 'C'], { minLength: 1 }))
      .map(([after, length, grantIds]) => read(after, after + length, ...grantIds));
    fc.assert(
      fc.property(anyMade, anyRead, (all, one) => {
        const corrected = openCorrectedEvents();
        const made = all.map(([position, type], at) => correction(`C-${at}`, position, type));
        for (const each of made) corrected.add(each, 100);
        const concerned = made.filter(
          ({ type, wrong }) => readersOf([one], wrong.position, (grantId) => grantId === type).length > 0,
        );
        const found = corrected.handedOverBy(one, 101, typeOf);
        expect(corrected.handedOverBy(one, 99, typeOf)).toEqual([]);
        expect(new Set(found)).toEqual(new Set(concerned));
        expect(found).toHaveLength(concerned.length);
        if (found.length > 0) expect(corrected.isIn(one)).toBe(true);
      }),
    );
  });
});
