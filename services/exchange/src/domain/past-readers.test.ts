import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadRecord, readersOf } from './past-readers.ts';

const read = (
  department: string,
  after: number,
  last: number,
  ...grantIds: readonly string[]
): ReadRecord => ({
  department,
  channel: 'pull',
  grants: grantIds.map((grantId) => ({ grantId, purpose: 'p', count: 1 })),
  afterPosition: String(after),
  lastPosition: String(last),
});

describe('the readers of an event', () => {
  it('are those whose page spans it under a grant of its type', () => {
    const reads = [
      read('tax', 0, 8, 'GR-1'),
      read('customs', 8, 12, 'GR-3', 'GR-2'),
      read('customs', 0, 12, 'GR-9'),
      read('courts', 9, 12, 'GR-4'),
      read('tax', 8, 9, 'GR-1'),
    ];
    const isOfType = (grantId: string): boolean => grantId !== 'GR-9';
    expect(readersOf(reads, '9', isOfType)).toEqual([
      { department: 'customs', channel: 'pull', grantIds: ['GR-2', 'GR-3'] },
      { department: 'tax', channel: 'pull', grantIds: ['GR-1'] },
    ]);
  });

  it('are known by the way in which they read it last', () => {
    const reads = [read('tax', 0, 9, 'GR-1'), { ...read('tax', 8, 9, 'GR-1'), channel: 'webhook' as const }];
    expect(readersOf(reads, '9', () => true)).toMatchObject([{ channel: 'webhook' }]);
  });

  it('are found whatever the pages: nobody who read it is missed, nobody else is told', () => {
    const span = fc
      .tuple(
        fc.constantFrom('tax', 'customs', 'courts'),
        fc.nat(2_000),
        fc.nat(300),
        fc.constantFrom('A', 'B'),
      )
      .map(([department, after, length, grantId]) => ({ department, after, last: after + length, grantId }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), fc.nat(2_300), (spans, position) => {
        const reads = spans.map(({ department, after, last, grantId }) =>
          read(department, after, last, grantId),
        );
        const expected = spans.filter(
          ({ after, last, grantId }) => grantId === 'A' && after < position && position <= last,
        );
        expect(
          readersOf(reads, String(position), (id) => id === 'A').map(({ department }) => department),
        ).toEqual([...new Set(expected.map(({ department }) => department))].sort());
      }),
    );
  });
});
