import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentRead } from '../views/page-reads.ts';
import type { OpenRead } from './open-reads.ts';
import { lookedAtMax, pageOfReads } from './page-of-reads.ts';

const readAt = (position: number): SentRead => ({
  position: String(position),
  department: 'tax',
  system: 'ledger',
  channel: 'pull',
  afterPosition: '0',
  lastPosition: '9',
  eventCount: 1,
  grants: [],
  responseHash: '',
  recordedAt: '2026-03-02T01:00:00.000Z',
});

/** A caller's view of so many records, of which it may know some. */
function records(count: number, mayKnow: (position: number) => boolean) {
  let lookedAt = 0;
  const all = Array.from({ length: count }, (_, at) => readAt(count - at));
  const page = (limit: number, before?: number) => {
    lookedAt = 0;
    return pageOfReads(
      { before, limit },
      async (end = Number.POSITIVE_INFINITY, most) => {
        const found = all.filter(({ position }) => Number(position) < end).slice(0, most);
        lookedAt += found.length;
        return found;
      },
      (reads) => reads.filter(({ position }) => mayKnow(Number(position))),
    );
  };
  return { page, lookedAt: () => lookedAt };
}
const positions = (reads: readonly OpenRead[]) => reads.map(({ position }) => Number(position));

describe('a page of reads', () => {
  it('is full, however many closed records lie between', async () => {
    const { page } = records(2_000, (position) => position % 400 === 1);
    const first = await page(3);
    expect([positions(first.reads), first.next]).toEqual([[1_601, 1_201, 801], '801']);
    const second = await page(3, 801);
    expect([positions(second.reads), second.next]).toEqual([[401, 1], null]);
  });

  it('leads nowhere where it ends with the last record that is open', async () => {
    const { page } = records(10, (position) => position > 7);
    expect(await page(3)).toMatchObject({ next: null, reads: [{}, {}, {}] });
  });

  it('looks at so many records and no more, and says where to go on', async () => {
    const { page, lookedAt } = records(3 * lookedAtMax, (position) => position === 1);
    const first = await page(500);
    expect(first.reads).toEqual([]);
    expect(lookedAt()).toBeLessThanOrEqual(lookedAtMax);
    let next = first.next;
    let pages = 1;
    let found: readonly OpenRead[] = [];
    for (; next !== null; pages += 1) ({ reads: found, next } = await page(500, Number(next)));
    expect([positions(found), pages]).toEqual([[1], 4]);
  });

  it('misses nothing and shows nothing twice, whatever its size and whatever is open', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 700 }),
        fc.integer({ min: 1, max: 200 }),
        async (open, limit) => {
          const { page } = records(open.length, (position) => open[position - 1] === true);
          const seen: number[] = [];
          for (let before: number | undefined, more = true; more; ) {
            const { reads, next } = await page(limit, before);
            if (next !== null) expect(reads).toHaveLength(limit);
            seen.push(...positions(reads));
            more = next !== null;
            before = Number(next);
          }
          const expected = open.flatMap((isOpen, at) => (isOpen ? [at + 1] : []));
          expect(seen).toEqual(expected.reverse());
        },
      ),
    ));
});
