import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../catalogue/contract.ts';
import { sampleContract, sampleContracts, sampleSchema, sampleTerms } from '../fixtures/sample-contract.ts';
import { validateData, validateEvent } from './validate-event.ts';

const contract = sampleContract();
const sound: JsonObject = { certificateNo: '税清〔2026〕1', paidFen: 0, officer: { personId: 'P-000001' } };

function defects(data: unknown): readonly string[] {
  return validateData(contract, contract.latest, data).map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('validateData', () => {
  it('finds nothing in sound data', () => {
    expect(defects(sound)).toEqual([]);
  });

  it('reports all defects at once, each at its own place', () => {
    const data = { certificateNo: '', paidFen: 1.5, taxes: ['vat', 'beer'], officer: {}, colour: 'red' };
    expect([...defects(data)].sort()).toEqual([
      '/data/certificateNo minLength',
      '/data/colour additionalProperties',
      '/data/officer/personId required',
      '/data/paidFen type',
      '/data/taxes/1 enum',
    ]);
  });

  it('says what is wrong in both languages, by the name of the field, without its value', () => {
    const [missing] = validateData(contract, contract.latest, { ...sound, officer: {} });
    expect(missing).toEqual({
      pointer: '/data/officer/personId',
      rule: 'required',
      message: { zh: '缺少“编号”（personId）', en: '"id" (personId) is missing' },
    });
    const [value] = validateData(contract, contract.latest, { ...sound, taxes: ['secret'] });
    expect(value?.expected).toEqual(['vat', 'income']);
    expect(JSON.stringify(value)).not.toContain('secret');
  });

  it('takes a name that JavaScript knows for what it is', () => {
    expect(
      defects(JSON.parse('{"__proto__":{"certificateNo":"1","paidFen":0,"officer":{"personId":"P"}}}')),
    ).toEqual([
      '/data/certificateNo required',
      '/data/paidFen required',
      '/data/officer required',
      '/data/__proto__ additionalProperties',
    ]);
    expect(defects({ ...sound, constructor: 1 })).toEqual(['/data/constructor additionalProperties']);
  });

  it('tells a hundred problems and no more', () => {
    const taxes = Array.from({ length: 500 }, () => 'beer');
    expect(defects({ ...sound, taxes })).toHaveLength(100);
  });

  it('has a sentence of its own for every rule of the profile', () => {
    const properties: JsonObject = {
      short: { type: 'string', description: '短 / short', minLength: 2, maxLength: 3 },
      code: { type: 'string', description: '代码 / code', maxLength: 9, pattern: '^[a-z]{2}$' },
      day: { type: 'string', description: '日期 / day', format: 'date' },
      at: { type: 'string', description: '时间 / time', format: 'date-time' },
      uscc: { type: 'string', description: '代码 / uscc', format: 'uscc' },
      fixed: { type: 'string', description: '定值 / fixed', const: 'CN' },
      count: { type: 'integer', description: '数量 / count', minimum: 1, maximum: 3 },
      some: {
        type: 'array',
        description: '若干 / some',
        minItems: 2,
        maxItems: 2,
        uniqueItems: true,
        items: { type: 'boolean' },
      },
    };
    const [own] = sampleContracts({
      'contract.json': sampleTerms({ personalData: [], summary: { zh: '{subject}', en: '{subject}' } }),
      'v1.schema.json': sampleSchema('1.0', properties, []),
    });
    const { latest } = own as Contract;
    const sentences = [
      {
        short: 'x',
        code: 'AB',
        day: '2026-02-30',
        at: '2026-03-02T09:30:00',
        uscc: '91110108MA01ABCD55',
        fixed: 'US',
        count: 0,
        some: [true],
      },
      { short: 'xxxx', uscc: '91110108MA01', count: 4, some: [true, true, true] },
    ].flatMap((data) => validateData(own as Contract, latest, data).map(({ message }) => message));
    expect(sentences).toMatchSnapshot();
  });
});

describe('a pattern that does not match', () => {
  const of = (pattern: string, value: string) => {
    const code = { type: 'string', description: '代码 / code', maxLength: 40, pattern };
    const [own] = sampleContracts({
      'contract.json': sampleTerms({ personalData: [], summary: { zh: '{subject}', en: '{subject}' } }),
      'v1.schema.json': sampleSchema('1.0', { code }, []),
    });
    const { latest } = own as Contract;
    return validateData(own as Contract, latest, { code: value });
  };

  it.each([
    ['^[EWG]-[0-9]{8,16}$', 'E-00000000'],
    ['^P-[0-9]{6,12}$', 'P-000000'],
    ['^（[0-9]{4}）[一-龥]{1,4}[0-9]{2}号$', '（0000）一00号'],
  ])('%s is told by what it looks like', (pattern, example) => {
    const [problem] = of(pattern, 'x');
    expect(problem).toMatchObject({ rule: 'pattern', expected: { example, pattern } });
    expect(problem?.message.en).toBe(`"code" (code) must have another form, for example ${example}`);
    expect(problem?.message.zh).toContain(example);
    expect(of(pattern, example)).toEqual([]);
  });
});

describe('validateEvent', () => {
  const event = {
    dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
    subject: '91110108MA01ABCD5T',
    data: sound,
  };

  it('finds nothing in a sound event', () => {
    expect(validateEvent(contract, event)).toEqual([]);
  });

  it('knows the versions of the contract', () => {
    const problems = validateEvent(contract, {
      ...event,
      dataschema: event.dataschema.replace('1.0', '1.7'),
    });
    expect(problems).toMatchObject([
      { pointer: '/dataschema', rule: 'unknown-version', expected: [event.dataschema] },
    ]);
  });

  it('checks a subject that is a USCC', () => {
    expect(validateEvent(contract, { ...event, subject: '91110108MA01ABCD55' })).toMatchObject([
      { pointer: '/subject', rule: 'uscc' },
    ]);
  });

  it('takes Chinese case numbers as subjects', () => {
    const [cases] = sampleContracts({ 'contract.json': sampleTerms({ subject: 'case' }) });
    expect(validateEvent(cases as Contract, { ...event, subject: '（2026）沪03破12号' })).toMatchObject([
      { pointer: '/subject', rule: 'pattern', expected: { example: '2026沪03破12号' } },
    ]);
    expect(validateEvent(cases as Contract, { ...event, subject: '2026沪03破12号' })).toEqual([]);
  });

  it('does not tell twice what is missing from the envelope', () => {
    expect(validateEvent(contract, {})).toEqual([]);
    for (const data of [null, '{}', 7, []]) expect(validateEvent(contract, { ...event, data })).toEqual([]);
  });
});
