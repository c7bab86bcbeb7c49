import { expect, it } from 'vitest';
import { sampleVehicles } from '../sample-city/sample-assets.ts';
import { contractDefects } from '../testing/contract-defects.ts';
import { enterpriseWith, recorded, sampleOrder } from '../testing/sample-order.ts';
import { sealVehicles } from './seal-vehicles.ts';

const owner = enterpriseWith((uscc) => sampleVehicles(uscc).length === 4);
const walker = enterpriseWith((uscc) => sampleVehicles(uscc).length === 0);

it('seals every vehicle of the debtor', () => {
  const answers = sealVehicles(sampleOrder(owner, 'vehicle-administration'), recorded);
  expect(answers.map(({ subject }) => subject)).toEqual(
    sampleVehicles(owner).map(({ vin }) => `vehicle:${vin}`),
  );
  expect(answers.every(({ data }) => data.kind === 'seal')).toBe(true);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('says that it holds nothing with a provisional seal', () => {
  const answers = sealVehicles(sampleOrder(walker, 'vehicle-administration'), recorded);
  expect(answers.map(({ subject, data }) => [subject, data.kind])).toEqual([
    [`vehicle:of-${walker}`, 'provisional'],
  ]);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('leaves orders to the property registry alone', () => {
  expect(sealVehicles(sampleOrder(owner, 'property-registry'), recorded)).toEqual([]);
});
