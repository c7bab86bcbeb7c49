import { addDays } from '@tongban/calendar';
import { fen } from '@tongban/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleTaxArrears } from '../sample-city/sample-arrears.ts';
import { contractDefects, contracts } from '../testing/contract-defects.ts';
import { enterpriseWith, recorded, sampleOrder } from '../testing/sample-order.ts';
import { lateFeeOfTax, reportTaxArrears } from './report-tax-arrears.ts';

const owing = enterpriseWith((uscc) => sampleTaxArrears(uscc).length === 2);
const honest = enterpriseWith((uscc) => sampleTaxArrears(uscc).length === 0);

it('reports each assessment that is overdue, with the late fee of that day', () => {
  const answers = reportTaxArrears(sampleOrder(owing, 'property-registry'), recorded);
  const arrears = sampleTaxArrears(owing);
  expect(answers.map(({ type, subject, data }) => [type, subject, data.amountFen, data.dueOn])).toEqual(
    arrears.map(({ amountFen, overdueDays }) => [
      'tax.arrears-recorded.v1',
      owing,
      Number(amountFen),
      addDays(recorded.on, -overdueDays),
    ]),
  );
  expect(new Set(answers.map(({ name }) => name)).size).toBe(2);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('says that nothing is owed with a clearance, which is a type that must be signed', () => {
  const answers = reportTaxArrears(sampleOrder(honest, 'property-registry'), recorded);
  expect(answers.map(({ type, data }) => [type, data.kind])).toEqual([
    ['tax.clearance-issued.v1', 'settled'],
  ]);
  expect(answers.flatMap(contractDefects)).toEqual([]);
  expect(contracts.get('tax.clearance-issued.v1')?.terms.signature).toBe('required');
});

it('answers a case once: the order against vehicles is no matter of it', () => {
  expect(reportTaxArrears(sampleOrder(owing, 'vehicle-administration'), recorded)).toEqual([]);
});

it('counts five ten-thousandths a day, to the fen', () => {
  // ¥887,654.32 for 33 days: 14,646.29628.
  expect(lateFeeOfTax(fen(88_765_432), 33)).toBe(1_464_630n);
  expect(lateFeeOfTax(fen(1_000), 1)).toBe(1n);
  expect(lateFeeOfTax(fen(999), 1)).toBe(0n);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.integer({ min: 0, max: 4_000 }),
      (amount, days) => {
        const exact = amount * 5n * BigInt(days);
        const off = lateFeeOfTax(fen(amount), days) * 10_000n - exact;
        expect(off > -5_000n && off <= 5_000n).toBe(true);
      },
    ),
  );
});
