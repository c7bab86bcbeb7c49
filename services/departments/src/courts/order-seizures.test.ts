import { localDate } from '@tongban/calendar';
import { expect, it } from 'vitest';
import { sampleRegistration } from '../sample-city/sample-enterprise.ts';
import { contractDefects, contracts } from '../testing/contract-defects.ts';
import { seizuresOrdered } from './order-seizures.ts';

const { uscc, name } = sampleRegistration(7, 4);
const debtor = { uscc, name: name.zh, caseIndex: 4 };

it('turns to each register once, in one case, with ids that follow from the debtor', () => {
  const orders = seizuresOrdered(debtor, localDate('2026-03-12'));
  expect(orders.map(({ id, data }) => [id, data.executor])).toEqual([
    [`seizure-real-estate-${uscc}`, 'property-registry'],
    [`seizure-vehicle-${uscc}`, 'vehicle-administration'],
  ]);
  expect(new Set(orders.map(({ correlationId }) => correlationId))).toEqual(new Set([`seizure-${uscc}`]));
  expect(orders.flatMap(contractDefects)).toEqual([]);
  expect(contracts.get('courts.seizure-ordered.v1')?.terms.signature).toBe('required');
});

it('seals real estate for three years and vehicles for two, the last day counted', () => {
  const orders = seizuresOrdered(debtor, localDate('2026-03-12'));
  expect(orders.map(({ data }) => [data.from, data.until])).toEqual([
    ['2026-03-12', '2029-03-11'],
    ['2026-03-12', '2028-03-11'],
  ]);
});
