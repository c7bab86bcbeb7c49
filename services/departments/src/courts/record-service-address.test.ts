import { expect, it } from 'vitest';
import { contractDefects } from '../testing/contract-defects.ts';
import { recorded } from '../testing/sample-order.ts';
import { sampleRegistered, withheld } from '../testing/sample-registered.ts';
import { recordServiceAddress } from './record-service-address.ts';

it('takes the registered domicile as the address for service', () => {
  const event = sampleRegistered();
  const answers = recordServiceAddress(event, recorded);
  expect(answers.map(({ data }) => [data.basis, data.serviceAddress])).toEqual([
    ['registered-domicile', event.data.registeredAddress],
  ]);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('does nothing without an address', () => {
  expect(recordServiceAddress(withheld(sampleRegistered(), 'registeredAddress'), recorded)).toEqual([]);
});
