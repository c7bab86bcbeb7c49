import { temporaryFolder } from '@tongban/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courtsSystem } from './courts/courts-system.ts';
import type { Received } from './department-system.ts';
import { departmentSystems } from './department-systems.ts';
import type { SeizureExecutor } from './seizure.ts';
import { taxSystem } from './tax/tax-system.ts';
import { contractDefects } from './testing/contract-defects.ts';
import { type DepartmentDesk, openDepartmentDesk } from './testing/department-desk.ts';
import { address, debtors, large, order, registration, small } from './testing/sample-received.ts';
import { sampleRegistered } from './testing/sample-registered.ts';

describe('whatever comes, in whatever order', () => {
  /** Registrations of one enterprise and orders in two seizures, which differ in what answers rest on. */
  const anyEvent = fc.oneof(
    fc
      .record({
        registeredCapitalFen: fc.constantFrom(10_000_000, 500_000_000_00),
        registeredAddress: fc.constantFrom('A', 'B').map(address),
        importExport: fc.boolean(),
      })
      .map((data) => (id: string) => registration(id, data)),
    fc
      .record({
        debtor: fc.constantFrom(...debtors),
        until: fc.constantFrom('2028-12-31', '2029-03-11'),
        executor: fc.constantFrom<SeizureExecutor>('property-registry', 'vehicle-administration'),
      })
      .map(({ debtor, until, executor }) => (id: string) => {
        const seizureId = executor === 'property-registry' ? 'SZ-2026-0001' : 'SZ-2026-0002';
        return order(id, debtor, { seizureId, until }, executor);
      }),
  );
  /** An event, or the correction of one that came before by another, by their places. */
  const anyStep = fc.oneof(anyEvent, fc.tuple(fc.nat(), fc.nat()));
  const anyHistory = fc.array(anyStep, { minLength: 2, maxLength: 8 }) as fc.Arbitrary<History>;
  type History = readonly (((id: string) => Received) | readonly [number, number])[];

  /** Of which every department has something to publish and something to put right. */
  const oneOfEach: History = [
    (id) => registration(id, { ...small, importExport: true }),
    (id) => order(id, debtors[0] ?? ''),
    (id) => order(id, debtors[0] ?? '', {}, 'vehicle-administration'),
    (id) => registration(id, { ...large, registeredAddress: address('A'), importExport: true }),
    [0, 1],
  ];

  /** Puts a history into a feed. Answers the events that the corrections make of it: what is right in the end. */
  function handAll(history: History, desk: DepartmentDesk): readonly Received[] {
    const handed: Received[] = [];
    const right = new Map<string, Received>();
    history.forEach((step, at) => {
      if (typeof step === 'function') {
        const event = step(`E-${at}`);
        handed.push(event);
        desk.hand(event);
        if (!right.has(event.type)) right.set(event.type, event);
        return;
      }
      const alike = handed.filter(({ type }) => type === handed[step[0] % handed.length]?.type);
      const [wrong, by] = [alike[step[0] % alike.length], alike[step[1] % alike.length]];
      if (!wrong || !by || wrong === by) return;
      desk.correct(`C-${at}`, wrong, by);
      right.set(wrong.type, by);
    });
    return [...right.values()];
  }

  /** What a department has published and not put another thing in the place of. */
  function standing({ published, corrections }: DepartmentDesk) {
    const corrected = new Set([...corrections.values()].map(({ wrong }) => wrong.id));
    return published.filter(({ id }) => !corrected.has(id));
  }

  it('ends with what the right event alone would have been answered with', async () => {
    let corrected = 0;
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        await using own = await temporaryFolder();
        const taxDesk = openDepartmentDesk(taxSystem, own.path);
        const courtsDesk = openDepartmentDesk(courtsSystem, own.path);
        for (const desk of [taxDesk, courtsDesk]) {
          const right = handAll(history, desk).find(({ type }) => type === sampleRegistered().type);
          await desk.run();
          const tellings = standing(desk).filter(({ type }) => /taxpayer|address/.test(type));
          expect(tellings.flatMap(contractDefects)).toEqual([]);
          const last = tellings.at(-1)?.data;
          const wanted = right?.data ?? {};
          const isGeneral = Number(wanted.registeredCapitalFen) > 100_000_000;
          if (desk === taxDesk && right) {
            expect(tellings).toHaveLength(1);
            expect(last?.taxpayerKind).toBe(isGeneral ? 'general' : 'small-scale');
          }
          if (desk === courtsDesk && right) {
            expect(last?.serviceAddress).toEqual(wanted.registeredAddress);
            expect(tellings.map(({ data }) => data.version)).toEqual(tellings.map((_, at) => at + 1));
          }
          corrected += desk.corrections.size;
        }
      }),
      { numRuns: 60, examples: [[oneOfEach]] },
    );
    expect(corrected).toBeGreaterThan(0);
  });

  it.each(departmentSystems.filter(({ reactions }) => reactions.length > 0))(
    'of $department comes to the same where it is interrupted, or has lost what it keeps',
    async (system) => {
      let interrupted = 0;
      await fc.assert(
        fc.asyncProperty(
          anyHistory,
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom('breakAfter' as const, 'breakBefore' as const),
          async (history, acts, at) => {
            await using own = await temporaryFolder();
            await using other = await temporaryFolder();
            const [smooth, broken] = [own, other].map(({ path }) => openDepartmentDesk(system, path)) as [
              DepartmentDesk,
              DepartmentDesk,
            ];
            for (const desk of [smooth, broken]) handAll(history, desk);
            await smooth.run();
            broken[at] = acts;
            await broken.run().catch((error: Error) => {
              expect(error.message).toBe('the connection broke');
              interrupted += 1;
            });
            broken[at] = Number.POSITIVE_INFINITY;
            await broken.run();
            const outcome = ({ published, corrections }: DepartmentDesk) => [published, [...corrections]];
            expect(outcome(broken)).toEqual(outcome(smooth));
            expect(smooth.published.flatMap(contractDefects)).toEqual([]);
            await broken.forget();
            await broken.run();
            expect(outcome(broken)).toEqual(outcome(smooth));
          },
        ),
        { numRuns: 40, examples: [[oneOfEach, 1, 'breakAfter']] },
      );
      expect(interrupted).toBeGreaterThan(0);
    },
  );
});
