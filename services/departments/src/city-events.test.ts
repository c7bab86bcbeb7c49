import { localDate } from '@tongban/calendar';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cityEvents, seizedAfter } from './city-events.ts';
import { contractDefects } from './testing/contract-defects.ts';

const on = localDate('2026-03-12');
const anySeed = fc.nat(2 ** 31 - 1);

it('publishes what the contracts allow, whoever comes and on whichever day', () => {
  const anyDay = fc
    .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
    .map((ms) => localDate(new Date(ms).toISOString().slice(0, 10)));
  fc.assert(
    fc.property(anySeed, fc.nat(5_000), anyDay, (seed, index, day) => {
      expect(cityEvents(seed, index, day).flatMap(contractDefects)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it('is the same for a seed, and gives each event an id of its own that does not depend on the day', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const city = (day: typeof on) =>
        Array.from({ length: 40 }, (_, index) => cityEvents(seed, index, day)).flat();
      expect(city(on)).toEqual(city(on));
      const ids = city(on).map(({ department, id }) => `${department} ${id}`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(city(localDate('2026-03-13')).map(({ department, id }) => `${department} ${id}`)).toEqual(ids);
    }),
    { numRuns: 20 },
  );
});

it('publishes each type by its owner', () => {
  for (const { department, type } of Array.from({ length: 50 }, (_, at) => cityEvents(7, at, on)).flat())
    expect(type.startsWith(`${department}.`)).toBe(true);
});

it('seizes one enterprise in five, once, after it was registered', () => {
  const seized = Array.from({ length: 102 }, (_, index) => [index, seizedAfter(index)] as const).filter(
    (pair): pair is readonly [number, number] => pair[1] !== undefined,
  );
  expect(seized.map(([, debtor]) => debtor)).toEqual(Array.from({ length: 20 }, (_, at) => at * 5 + 4));
  for (const [index, debtor] of seized) expect(index).toBeGreaterThan(debtor);
});

it('stays a small load: a handful of events for each enterprise', () => {
  const counts = Array.from({ length: 500 }, (_, index) => cityEvents(7, index, on).length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThan(6);
});
