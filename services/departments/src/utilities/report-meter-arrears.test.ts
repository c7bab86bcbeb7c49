import { fen } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { sampleMeterArrears } from '../sample-city/sample-arrears.ts';
import { sampleMeters } from '../sample-city/sample-assets.ts';
import { contractDefects } from '../testing/contract-defects.ts';
import { enterpriseWith, recorded, sampleOrder } from '../testing/sample-order.ts';
import { lateFeeOfBill, reportMeterArrears } from './report-meter-arrears.ts';

const owing = enterpriseWith((uscc) => sampleMeterArrears(uscc).length === 2);
const settled = enterpriseWith((uscc) => sampleMeterArrears(uscc).length === 0);

it('reports the accounts that are in arrears, each with its late fee', () => {
  const answers = reportMeterArrears(sampleOrder(owing, 'property-registry'), recorded);
  expect(
    answers.map(({ type, subject, data }) => [type, subject, data.accountNumber, data.lateFeeFen]),
  ).toEqual(
    sampleMeterArrears(owing).map(({ accountNumber, amountFen, overdueDays }) => [
      'utilities.arrears-recorded.v1',
      owing,
      accountNumber,
      Number(lateFeeOfBill(amountFen, overdueDays)),
    ]),
  );
  for (const { data } of answers) {
    const days = [data.usedFrom, data.usedTo, data.dueOn, data.recordedOn];
    expect([...days].sort()).toEqual(days);
  }
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('says that nothing is owed with the reading of every meter, which never runs backwards', () => {
  const answers = reportMeterArrears(sampleOrder(settled, 'property-registry'), recorded);
  const meters = sampleMeters(settled);
  expect(answers.map(({ type, subject }) => [type, subject])).toEqual(
    meters.map(({ accountNumber }) => ['utilities.meter-read.v2', accountNumber]),
  );
  answers.forEach(({ data }, at) => {
    const { value } = data.reading as { readonly value: number };
    expect(value).toBeGreaterThanOrEqual(meters[at]?.openingReading ?? Number.NaN);
  });
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('answers a case once: the order against vehicles is no matter of it', () => {
  expect(reportMeterArrears(sampleOrder(owing, 'vehicle-administration'), recorded)).toEqual([]);
});

it('counts one thousandth a day, and lets parts of a fen fall away', () => {
  expect(lateFeeOfBill(fen(123_456), 7)).toBe(864n);
  expect(lateFeeOfBill(fen(999), 1)).toBe(0n);
});
