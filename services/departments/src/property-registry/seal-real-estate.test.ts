import { expect, it } from 'vitest';
import { sampleRealEstate } from '../sample-city/sample-assets.ts';
import { contractDefects } from '../testing/contract-defects.ts';
import { enterpriseWith, recorded, sampleOrder } from '../testing/sample-order.ts';
import { sealRealEstate } from './seal-real-estate.ts';

const owner = enterpriseWith((uscc) => sampleRealEstate(uscc).length === 3);
const tenant = enterpriseWith((uscc) => sampleRealEstate(uscc).length === 0);

it('seals every unit of the debtor, at the moment at which the order was recorded', () => {
  const answers = sealRealEstate(sampleOrder(owner, 'property-registry'), recorded);
  expect(answers.map(({ subject }) => subject)).toEqual(
    sampleRealEstate(owner).map(({ unitNumber }) => `real-estate:${unitNumber}`),
  );
  expect(answers[0]?.data).toMatchObject({ kind: 'seal', position: 0, enteredAt: recorded.at });
  expect(new Set(answers.map(({ data }) => data.sealId)).size).toBe(3);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('waits behind an earlier seal', () => {
  const answers = sealRealEstate(sampleOrder(owner, 'property-registry', { position: 2 }), recorded);
  expect(answers.map(({ data }) => [data.kind, data.position])).toEqual(Array(3).fill(['waiting', 2]));
});

it('says that it holds nothing with a provisional seal on what may yet be registered', () => {
  const answers = sealRealEstate(sampleOrder(tenant, 'property-registry'), recorded);
  expect(answers.map(({ subject, data }) => [subject, data.kind])).toEqual([
    [`real-estate:of-${tenant}`, 'provisional'],
  ]);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('leaves orders to others alone, and those of which it did not receive enough', () => {
  expect(sealRealEstate(sampleOrder(owner, 'vehicle-administration'), recorded)).toEqual([]);
  for (const field of ['seizureId', 'position', 'court', 'from', 'debtor', 'executor']) {
    const order = sampleOrder(owner, 'property-registry');
    const { [field]: _, ...data } = order.data;
    expect(sealRealEstate({ ...order, data }, recorded)).toEqual([]);
  }
});
