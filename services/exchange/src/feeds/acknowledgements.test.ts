import { openViews, type ViewStore } from '@tongban/view-store';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leapingClock } from '../testing/leaping-clock.ts';
import {
  type Acknowledgements,
  type AcknowledgementTables,
  acknowledgementMigrations,
  acknowledgementsIn,
} from './acknowledgements.ts';

const ledger = { department: 'tax', system: 'ledger' };

let views: ViewStore<AcknowledgementTables>;
let acknowledgements: Acknowledgements;
beforeEach(async () => {
  views = await openViews({ path: ':memory:', schema: 'exchange', migrations: acknowledgementMigrations });
  acknowledgements = acknowledgementsIn(views.db, leapingClock(0));
});
afterEach(() => views.close());

it('knows nothing of who has said nothing', async () => {
  expect(await acknowledgements.of(ledger)).toBeUndefined();
});

it('keeps the systems of a department apart, and departments too', async () => {
  const systems = [ledger, { ...ledger, system: 'archive' }, { ...ledger, department: 'customs' }];
  for (const [at, system] of systems.entries())
    await acknowledgements.acknowledge({ ...system, position: at });
  expect(await Promise.all(systems.map(acknowledgements.of))).toEqual([0, 1, 2]);
});

it('never moves back, in whatever order it is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.array(fc.nat(2 ** 40), { minLength: 1 }), async (system, positions) => {
      const told = { department: 'tax', system };
      let highest = 0;
      for (const position of positions) {
        highest = Math.max(highest, position);
        expect(await acknowledgements.acknowledge({ ...told, position })).toBe(highest);
      }
      expect(await acknowledgements.of(told)).toBe(highest);
    }),
    { numRuns: 50 },
  );
});

it('stands at the highest where several are told at once', async () => {
  const positions = [5, 9, 1, 7];
  await Promise.all(positions.map((position) => acknowledgements.acknowledge({ ...ledger, position })));
  expect(await acknowledgements.of(ledger)).toBe(9);
});
