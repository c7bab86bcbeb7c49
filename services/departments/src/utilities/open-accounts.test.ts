import { expect, it } from 'vitest';
import { sampleMeters } from '../sample-city/sample-assets.ts';
import { contractDefects } from '../testing/contract-defects.ts';
import { enterpriseWith, recorded } from '../testing/sample-order.ts';
import { sampleRegistered, withheld } from '../testing/sample-registered.ts';
import { furtherAccounts, openElectricity } from './open-accounts.ts';

const address = { districtCode: '310101', district: '黄浦区', line: '望舒路1号101室' };

it('opens electricity where an enterprise is registered, without being asked', () => {
  const answers = openElectricity(sampleRegistered(), recorded);
  expect(answers.map(({ data }) => data.service)).toEqual(['electricity']);
  expect(answers.flatMap(contractDefects)).toEqual([]);
  expect(openElectricity(withheld(sampleRegistered(), 'registeredAddress'), recorded)).toEqual([]);
});

it('opens water, and gas where it is needed, when it is asked', () => {
  const uscc = enterpriseWith((one) => sampleMeters(one).length === 3);
  const events = furtherAccounts({ uscc, name: '上海蓬莱恒信食品有限公司', address }, recorded.on);
  expect(events.map(({ data }) => data.service)).toEqual(['water', 'gas']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  expect(events.flatMap(contractDefects)).toEqual([]);
});
