import { describe, expect, it } from 'vitest';
import type { Contract } from '../catalogue/contract.ts';
import { sampleContract, sampleContracts, sampleTerms } from '../fixtures/sample-contract.ts';
import { summarise } from './summarise.ts';

const contract = sampleContract();
const event = {
  source: '/departments/tax/core',
  subject: '91110108MA01ABCD5T',
  time: '2026-03-02T01:30:00Z',
  data: { certificateNo: 'T-1', paidFen: 123_456, officer: { personId: 'P-000001', name: '王某' } },
};

function contractWith(summary: string): Contract {
  return sampleContracts({
    'contract.json': sampleTerms({ summary: { zh: summary, en: summary } }),
  })[0] as Contract;
}

describe('summarise', () => {
  it('writes the sentence of the contract, money in yuan', () => {
    expect(summarise(contract, event, 'zh')).toBe(
      '税务部门为 91110108MA01ABCD5T 开具清税证明 T-1，补缴 ¥1,234.56，经办 P-000001',
    );
    expect(summarise(contract, event, 'en')).toBe(
      'Tax issued clearance T-1 for 91110108MA01ABCD5T, paid ¥1,234.56, by P-000001',
    );
  });

  it('marks what this reader does not see: left out although required, or sealed', () => {
    const { paidFen: _paid, ...data } = event.data;
    expect(summarise(contract, { ...event, data }, 'zh')).toContain('补缴 〔不共享〕');
    expect(summarise(contract, { ...event, data: { ...data, officer: undefined } }, 'en')).toContain(
      'paid [not shared]',
    );
    const sealed = { ...event, data: { ...event.data, certificateNo: 'enc:v1:k1:abc' } };
    expect(summarise(contract, sealed, 'en')).toContain('clearance [not shared] for');
  });

  it('marks what is not there, and need not be', () => {
    expect(summarise(contractWith('{data.taxes}'), event, 'zh')).toBe('—');
  });

  it('says time as in Shanghai, the department of a source, and lists', () => {
    const own = contractWith('{time} {source} {data.taxes}');
    const listed = { ...event, data: { ...event.data, taxes: ['vat', 'income'] } };
    expect(summarise(own, listed, 'zh')).toBe('2026-03-02 09:30 tax vat、income');
    expect(summarise(own, listed, 'en')).toBe('2026-03-02 09:30 tax vat, income');
  });

  it('puts values in as they are, also where they look like placeholders', () => {
    const odd = { ...event, data: { ...event.data, certificateNo: '{subject} $& $1' } };
    expect(summarise(contractWith('{data.certificateNo}'), odd, 'zh')).toBe('{subject} $& $1');
  });
});
