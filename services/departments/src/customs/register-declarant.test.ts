import { expect, it } from 'vitest';
import { contractDefects } from '../testing/contract-defects.ts';
import { recorded } from '../testing/sample-order.ts';
import { sampleRegistered, withheld } from '../testing/sample-registered.ts';
import { registerDeclarant } from './register-declarant.ts';

it('records who imports or exports', () => {
  const answers = registerDeclarant(sampleRegistered({ importExport: true }), recorded);
  expect(answers.map(({ type }) => type)).toEqual(['customs.declarant-registered.v1']);
  expect(answers.flatMap(contractDefects)).toEqual([]);
});

it('leaves all others alone, and those of whom it does not know', () => {
  expect(registerDeclarant(sampleRegistered({ importExport: false }), recorded)).toEqual([]);
  const trader = sampleRegistered({ importExport: true });
  for (const field of ['importExport', 'name'])
    expect(registerDeclarant(withheld(trader, field), recorded)).toEqual([]);
});
