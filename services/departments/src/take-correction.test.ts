import type { JsonObject } from '@tongban/kernel';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { courtsSystem } from './courts/courts-system.ts';
import { customsSystem } from './customs/customs-system.ts';
import type { DepartmentSystem, Received } from './department-system.ts';
import { departmentSystems } from './department-systems.ts';
import { propertyRegistrySystem } from './property-registry/property-registry-system.ts';
import { sampleTaxArrears } from './sample-city/sample-arrears.ts';
import { sampleRealEstate, sampleVehicles } from './sample-city/sample-assets.ts';
import type { SeizureExecutor, SeizureOrder } from './seizure.ts';
import { taxSystem } from './tax/tax-system.ts';
import { contractDefects } from './testing/contract-defects.ts';
import { type DepartmentDesk, openDepartmentDesk } from './testing/department-desk.ts';
import { enterpriseWith, sampleOrder } from './testing/sample-order.ts';
import { sampleRegistered } from './testing/sample-registered.ts';

const address = (line: string): JsonObject => ({ districtCode: '310101', district: '黄浦区', line });
const capital = (registeredCapitalFen: number): JsonObject => ({ registeredCapitalFen });
const small = capital(100_000_00);
const large = capital(5_000_000_000_00);

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** Two with assets and arrears, of whom neither has what the other has. */
const debtors = [1, 2].map((count) =>
  enterpriseWith(
    (uscc) =>
      sampleRealEstate(uscc).length === count &&
      sampleVehicles(uscc).length > 0 &&
      sampleTaxArrears(uscc).length > 0,
  ),
);

const deskOf = (system: DepartmentSystem): DepartmentDesk => openDepartmentDesk(system, folder.path);
const registration = (id: string, data: JsonObject = {}): Received => ({ ...sampleRegistered(data), id });
const order = (
  id: string,
  uscc: string,
  other: Partial<SeizureOrder> = {},
  executor: SeizureExecutor = 'property-registry',
): Received => ({ ...sampleOrder(uscc, executor, other), id });
const told = ({ published }: DepartmentDesk) => published.map(({ type, data }) => ({ type, ...data }));

describe('a further event about what was told', () => {
  it('changes nothing before a correction calls it the right one', async () => {
    const desk = deskOf(taxSystem);
    for (const event of [registration('E-1', small), registration('E-2', large)]) desk.hand(event);
    await desk.run();
    expect(told(desk)).toMatchObject([{ taxpayerKind: 'small-scale' }]);
  });

  it('is answered where nothing was told of it before', async () => {
    const desk = deskOf(customsSystem);
    for (const importExport of [false, true]) desk.hand(registration(`E-${importExport}`, { importExport }));
    desk.correct('C-1', registration('E-false'), registration('E-true'));
    await desk.run();
    expect(desk.published.map(({ id }) => id)).toEqual(['E-true/customs.declarant-registered.v1/']);
  });
});

describe('a correction', () => {
  it('corrects what rested on the wrong event, in what was wrong, as of then', async () => {
    const desk = deskOf(taxSystem);
    const [wrong, right] = [registration('E-1', small), registration('E-2', large)];
    for (const event of [wrong, right]) desk.hand(event);
    desk.correct('C-1', wrong, right);
    await desk.run();
    const [first, second] = desk.published;
    expect(told(desk)).toMatchObject([{ taxpayerKind: 'small-scale' }, { taxpayerKind: 'general' }]);
    // In the case and at the time of the first, whose day in Shanghai is the next.
    expect(second).toMatchObject({ time: first?.time, correlationid: 'case-1' });
    expect(second?.data.registeredOn).toBe('2026-03-13');
    const { source } = { source: '/departments/tax/taxpayer-register' };
    expect([...desk.corrections]).toMatchObject([
      [
        second?.id,
        { wrong: { source, id: first?.id }, right: { source, id: second?.id }, fields: ['/taxpayerKind'] },
      ],
    ]);
  });

  it('changes nothing where no answer rests on what was wrong', async () => {
    const desk = deskOf(taxSystem);
    const [wrong, right] = [registration('E-1', { phone: '021-1' }), registration('E-2', { phone: '021-2' })];
    for (const event of [wrong, right]) desk.hand(event);
    desk.correct('C-1', wrong, right);
    await desk.run();
    expect(desk.published).toHaveLength(1);
    expect(desk.corrections.size).toBe(0);
  });

  it('follows on a correction: of the right event, and once more of the wrong one', async () => {
    const desk = deskOf(courtsSystem);
    const events = ['A', 'B', 'C', 'D'].map((line) =>
      registration(`E-${line}`, { registeredAddress: address(line) }),
    );
    const [a, b, c, d] = events as [Received, Received, Received, Received];
    for (const event of events) desk.hand(event);
    desk.correct('C-1', a, b);
    desk.correct('C-2', b, c);
    desk.correct('C-3', a, d);
    await desk.run();
    expect(told(desk)).toMatchObject(
      ['A', 'B', 'C', 'D'].map((line, at) => ({ version: at + 1, serviceAddress: address(line) })),
    );
    // Each is in force from the day on which the courts knew; what was in force before is no error of theirs.
    expect(desk.published.map(({ data }) => data.effectiveFrom)).toEqual([
      '2026-03-13',
      '2026-03-17',
      '2026-03-18',
      '2026-03-19',
    ]);
    expect(desk.corrections.size).toBe(0);
    expect(desk.published.map((event) => contractDefects(event))).toEqual([[], [], [], []]);
  });

  it('leaves what no contract takes back, and says so', async () => {
    const desk = deskOf(customsSystem);
    const [wrong, right] = [true, false].map((importExport) =>
      registration(`E-${importExport}`, { importExport }),
    ) as [Received, Received];
    for (const event of [wrong, right]) desk.hand(event);
    // Made twice, it is one: the second changes nothing and says nothing.
    for (const correctionId of ['C-1', 'C-2']) desk.correct(correctionId, wrong, right);
    await desk.run();
    expect(desk.published).toHaveLength(1);
    expect(desk.warnings).toEqual(['no contract takes back what was told on a wrong event']);
  });

  it('takes seals off that were entered wrongly, and enters those that were ordered', async () => {
    const desk = deskOf(propertyRegistrySystem);
    const [one, other] = [1, 2].map((count) =>
      enterpriseWith((uscc) => sampleRealEstate(uscc).length === count),
    ) as [string, string];
    const seizureId = 'SZ-2026-0001';
    const [wrong, right] = [order('E-1', one, { seizureId }), order('E-2', other, { seizureId })];
    for (const event of [wrong, right]) desk.hand(event);
    desk.correct('C-1', wrong, right);
    await desk.run();
    const unitsOf = (uscc: string) =>
      sampleRealEstate(uscc).map(({ unitNumber }) => `real-estate:${unitNumber}`);
    expect(desk.published.map(({ type, subject }) => [type.split('.')[1], subject])).toEqual([
      ...unitsOf(one).map((unit) => ['seal-entered', unit]),
      ...unitsOf(one).map((unit) => ['seal-cancelled', unit]),
      ...unitsOf(other).map((unit) => ['seal-entered', unit]),
    ]);
    expect(desk.published[1]?.data).toMatchObject({
      sealId: desk.published[0]?.data.sealId,
      reason: 'entered-wrongly',
      cancelledAt: '2026-03-14T16:30:00.000Z',
    });
    // A seal ranks by the moment of its entry.
    expect(desk.published[2]?.data.enteredAt).toBe('2026-03-14T16:30:00.000Z');
    expect(desk.published.flatMap(contractDefects)).toEqual([]);
  });

  it('enters a seal anew that it had taken off, where the order was right at first', async () => {
    const desk = deskOf(propertyRegistrySystem);
    const [one = '', other = ''] = debtors;
    const seizureId = 'SZ-2026-0001';
    const [first, second] = [order('E-1', one, { seizureId }), order('E-2', other, { seizureId })];
    for (const event of [first, second]) desk.hand(event);
    desk.correct('C-1', first, second);
    desk.correct('C-2', second, first);
    await desk.run();
    const acts = (uscc: string, act: string) => sampleRealEstate(uscc).map(() => `${act} ${uscc}`);
    const ownerOf = (subject: string) =>
      debtors.find((uscc) =>
        sampleRealEstate(uscc).some(({ unitNumber }) => subject === `real-estate:${unitNumber}`),
      );
    expect(desk.published.map(({ type, subject }) => `${type.split('.')[1]} ${ownerOf(subject)}`)).toEqual([
      ...acts(one, 'seal-entered'),
      ...acts(one, 'seal-cancelled'),
      ...acts(other, 'seal-entered'),
      ...acts(other, 'seal-cancelled'),
      ...acts(one, 'seal-entered'),
    ]);
  });

  it('corrects a seal in what was wrong with the order', async () => {
    const desk = deskOf(propertyRegistrySystem);
    const uscc = enterpriseWith((each) => sampleRealEstate(each).length === 2);
    const [wrong, right] = [order('E-1', uscc), order('E-2', uscc, { until: '2028-12-31' })];
    for (const event of [wrong, right]) desk.hand(event);
    desk.correct('C-1', wrong, right);
    await desk.run();
    expect(desk.published).toHaveLength(4);
    expect([...desk.corrections.values()].map(({ fields }) => fields)).toEqual([['/until'], ['/until']]);
    const [first, , corrected] = desk.published;
    expect(corrected).toEqual({
      ...first,
      id: corrected?.id,
      data: { ...first?.data, until: '2028-12-31' },
    });
  });

  it('answers for who owes by the right order, and leaves what was said of the other: that is owed all the same', async () => {
    const desk = deskOf(taxSystem);
    const [one, other] = [1, 2].map((count) =>
      enterpriseWith((uscc) => sampleTaxArrears(uscc).length === count),
    ) as [string, string];
    const [wrong, right] = [order('E-1', one), order('E-2', other)];
    for (const event of [wrong, right]) desk.hand(event);
    desk.correct('C-1', wrong, right);
    await desk.run();
    expect(desk.published.map(({ subject }) => subject)).toEqual([one, other, other]);
    expect(desk.corrections.size).toBe(0);
  });

  it.each<[string, (desk: DepartmentDesk, right: Received) => void]>([
    ['was never received', () => {}],
    [
      'is not granted any longer',
      (desk, right) => {
        desk.hand(right);
        desk.ungranted.add(right.id);
      },
    ],
    [
      'is not granted in a field that is needed',
      (desk, right) => {
        desk.hand(right);
        desk.withheld.push('/until');
      },
    ],
    [
      'is erased in a field that is needed',
      (desk, right) => {
        desk.hand(right);
        desk.erased.push('/until');
      },
    ],
    [
      'is not granted in a part of a field that is needed',
      (desk, right) => {
        desk.hand(right);
        desk.withheld.push('/until/day');
      },
    ],
  ])('changes nothing where the right event %s, and says so', async (_, prepare) => {
    const desk = deskOf(propertyRegistrySystem);
    const [one = '', other = ''] = debtors;
    const seizureId = 'SZ-2026-0001';
    const [wrong, right] = [order('E-1', one, { seizureId }), order('E-2', other, { seizureId })];
    desk.hand(wrong);
    prepare(desk, right);
    desk.correct('C-1', wrong, right);
    await desk.run();
    expect(desk.published.map(({ type }) => type)).toEqual(['property-registry.seal-entered.v1']);
    expect(desk.warnings).toEqual([
      'the right event cannot be read: what rests on the wrong one stays as it is',
    ]);
  });

  it.each([
    ['changes nothing where a needed field is missing with what it is a part of', 'city', 1],
    ['is taken where the needed parts of what is withheld as a whole are there', 'line', 2],
  ])('%s', async (_, member, publications) => {
    const desk = deskOf(courtsSystem);
    const parts = { districtCode: '310101', district: '黄浦区', [member]: 'B' };
    const wrong = registration('E-1', { registeredAddress: address('A') });
    const right = registration('E-2', { registeredAddress: parts });
    for (const event of [wrong, right]) desk.hand(event);
    desk.withheld.push('/registeredAddress');
    desk.correct('C-1', wrong, right);
    await desk.run();
    expect([desk.published.length, desk.warnings.length]).toEqual([publications, 2 - publications]);
  });

  it('is no matter of a department that received nothing of it', async () => {
    const desk = deskOf(taxSystem);
    desk.hand(registration('E-1', small));
    desk.correct('C-1', registration('E-8'), registration('E-9'));
    await desk.run();
    expect(desk.published).toHaveLength(1);
    expect(desk.warnings).toEqual([]);
  });
});

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
        fc.asyncProperty(anyHistory, fc.integer({ min: 1, max: 12 }), async (history, breakAfter) => {
          await using own = await temporaryFolder();
          await using other = await temporaryFolder();
          const [smooth, broken] = [own, other].map(({ path }) => openDepartmentDesk(system, path)) as [
            DepartmentDesk,
            DepartmentDesk,
          ];
          for (const desk of [smooth, broken]) handAll(history, desk);
          await smooth.run();
          broken.breakAfter = breakAfter;
          await broken.run().catch((error: Error) => {
            expect(error.message).toBe('the connection broke');
            interrupted += 1;
          });
          broken.breakAfter = Number.POSITIVE_INFINITY;
          await broken.run();
          const outcome = ({ published, corrections }: DepartmentDesk) => [published, [...corrections]];
          expect(outcome(broken)).toEqual(outcome(smooth));
          expect(smooth.published.flatMap(contractDefects)).toEqual([]);
          await broken.forget();
          await broken.run();
          expect(outcome(broken)).toEqual(outcome(smooth));
        }),
        { numRuns: 40, examples: [[oneOfEach, 1]] },
      );
      expect(interrupted).toBeGreaterThan(0);
    },
  );
});
