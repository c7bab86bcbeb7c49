import { describe, expect, it } from 'vitest';
import { sampleContracts, sampleProperties, sampleSchema } from '../fixtures/sample-contract.ts';
import { contractCatalogue } from './contract-catalogue.ts';
import { lockOf, verifyLock } from './contracts-lock.ts';

const two = contractCatalogue(
  sampleContracts({
    'v1.1.schema.json': sampleSchema('1.1'),
    'v2.schema.json': sampleSchema('2.0'),
    'v2.from-v1.json': [],
  }),
);
const lock = lockOf(two);

describe('the lock', () => {
  it('pins every schema and upcaster', () => {
    const hash = expect.stringMatching(/^sha256-[0-9a-f]{64}$/);
    expect(lock).toEqual({
      'tax/clearance-issued': { '1.0': hash, '1.1': hash, '2.0': hash, upcasters: { '2': hash } },
    });
    expect(verifyLock(two, lock)).toEqual([]);
  });

  it('lets versions be added', () => {
    expect(verifyLock(two, lockOf(contractCatalogue(sampleContracts())))).toEqual([]);
  });

  it('names what was changed with both hashes, and what was removed', () => {
    const changed = sampleSchema('1.0', {
      ...sampleProperties,
      more: { type: 'boolean', description: '更多 / more' },
    });
    const now = contractCatalogue(
      sampleContracts({ 'v1.schema.json': changed, 'v1.1.schema.json': sampleSchema('1.1') }),
    );
    const problems = verifyLock(now, lock);
    expect(problems.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'tax/clearance-issued/v1.schema.json released-changed',
      'tax/clearance-issued/v2.schema.json released-removed',
      'tax/clearance-issued/v2.from-v1.json released-removed',
    ]);
    expect(problems[0]?.message.en).toContain(String(lock['tax/clearance-issued']?.['1.0']));
    expect(problems[0]?.message.en).toContain(String(now.version('tax.clearance-issued.v1', 0)?.hash));
  });
});
