import { expect, it } from 'vitest';
import { contractDefects } from '../testing/contract-defects.ts';
import { recorded } from '../testing/sample-order.ts';
import { sampleRegistered, withheld } from '../testing/sample-registered.ts';
import { confirmTaxpayer } from './confirm-taxpayer.ts';

const kindWith = (registeredCapitalFen: number): unknown =>
  confirmTaxpayer(sampleRegistered({ registeredCapitalFen }), recorded)[0]?.data.taxpayerKind;

it('confirms a taxpayer on the day of the record', () => {
  const answers = confirmTaxpayer(sampleRegistered(), recorded);
  expect(answers.map(({ data }) => data.registeredOn)).toEqual([recorded.on]);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('expects a general taxpayer from a capital of five million yuan', () => {
  expect([499_999_999, 500_000_000].map(kindWith)).toEqual(['small-scale', 'general']);
});

it('does nothing without name or address', () => {
  for (const field of ['name', 'registeredAddress'])
    expect(confirmTaxpayer(withheld(sampleRegistered(), field), recorded)).toEqual([]);
});
