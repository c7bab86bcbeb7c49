import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { courtsSystem } from './courts/courts-system.ts';
import { customsSystem } from './customs/customs-system.ts';
import type { DepartmentSystem, Received } from './department-system.ts';
import { propertyRegistrySystem } from './property-registry/property-registry-system.ts';
import { sampleTaxArrears } from './sample-city/sample-arrears.ts';
import { sampleRealEstate } from './sample-city/sample-assets.ts';
import { taxSystem } from './tax/tax-system.ts';
import { contractDefects } from './testing/contract-defects.ts';
import { type DepartmentDesk, openDepartmentDesk } from './testing/department-desk.ts';
import { enterpriseWith } from './testing/sample-order.ts';
import { address, debtors, large, order, registration, small } from './testing/sample-received.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const deskOf = (system: DepartmentSystem): DepartmentDesk => openDepartmentDesk(system, folder.path);
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

  it('is told of again where the platform did not come to know it, and goes on where it was stopped', async () => {
    for (const at of ['breakBefore', 'stopAfter'] as const) {
      for (const acts of [1, 2, 3]) {
        await using own = await temporaryFolder();
        const desk = openDepartmentDesk(taxSystem, own.path);
        const [wrong, right] = [registration('E-1', small), registration('E-2', large)];
        for (const event of [wrong, right]) desk.hand(event);
        desk.correct('C-1', wrong, right);
        desk[at] = acts;
        const done = () => desk.published.length + desk.corrections.size;
        if (at === 'breakBefore') {
          await expect(desk.run()).rejects.toThrow('the connection broke');
          expect(done()).toBe(acts - 1);
        } else {
          await desk.run();
          // A correction is told of in one go with what it puts in the place of the other.
          expect(done()).toBe(acts === 2 ? 3 : acts);
        }
        await desk.run();
        expect([desk.published.length, desk.corrections.size]).toEqual([2, 1]);
      }
    }
  });

  it.each([taxSystem, courtsSystem])(
    'of $department changes nothing where no answer rests on what was wrong',
    async (system) => {
      const desk = deskOf(system);
      const [wrong, right] = [
        registration('E-1', { phone: '021-1' }),
        registration('E-2', { phone: '021-2' }),
      ];
      for (const event of [wrong, right]) desk.hand(event);
      desk.correct('C-1', wrong, right);
      await desk.run();
      expect(desk.published).toHaveLength(1);
      expect(desk.corrections.size).toBe(0);
    },
  );

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
    // Told to stop amid the correction, it finishes the seal that it is at, and goes on with the other when it runs again.
    desk.stopAfter = 3;
    await desk.run();
    expect([desk.published.length, desk.corrections.size]).toEqual([3, 1]);
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
