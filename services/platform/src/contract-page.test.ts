import type { ContractTerms, UpcastOperation } from '@tongban/contracts';
import { describe, expect, it } from 'vitest';
import terms from '../../../contracts/utilities/meter-read/contract.json' with { type: 'json' };
import operations from '../../../contracts/utilities/meter-read/v2.from-v1.json' with { type: 'json' };
import schema from '../../../contracts/utilities/meter-read/v2.schema.json' with { type: 'json' };
import { type ContractDetails, contractPage } from './contract-page.ts';

const lastAt = '2026-03-02T02:05:20.000Z';
const details: ContractDetails = {
  type: 'utilities.meter-read.v2',
  owner: 'utilities',
  terms: terms as ContractTerms,
  versions: [
    { version: '2.0', schema: { type: 'object' } },
    { version: '2.1', schema },
  ],
  refused: [],
  upcaster: operations as readonly UpcastOperation[],
  declared: {
    readers: [
      { department: 'courts', grantId: 'G-1', status: 'active' },
      { department: 'tax', grantId: 'G-2', status: 'submitted' },
    ],
  },
  observed: {
    publishers: [{ source: '/departments/utilities/meters', events: 12, lastAt }],
    readers: [{ grantId: 'G-1', events: 3, lastAt }],
  },
};

describe('the page of a contract', () => {
  it('begins with its type and title, then whose it is, and which version holds', () => {
    expect(contractPage(details, 'en')).toMatch(
      /^utilities\.meter-read\.v2 {2}Meter read\n\n {2}owner {8}utilities\n {2}versions {5}2\.0, 2\.1 \(current\)\n/,
    );
    expect(contractPage(details, 'zh')).toMatch(
      /^utilities\.meter-read\.v2 {2}已抄表\n\n {2}所有者 {4}utilities\n {2}版本 {6}2\.0、2\.1（现行）\n/,
    );
  });

  it('has the fields of the latest version as a table', () => {
    const page = contractPage(details, 'en');
    expect(page).toMatch(/\nfield +type +required +description\n\/meterId +string +yes +meter id\n/);
    expect(page).toMatch(/\n\/reading\/unit +string +yes +unit: kWh, m3\n/);
    expect(page).toMatch(/\n\/method +string +no +how it was read: remote, manual, /);
    const chinese = contractPage(details, 'zh');
    expect(chinese).toMatch(/\n字段 +类型 +必填 +说明\n\/meterId +string +是 +表号\n/);
    expect(chinese).toMatch(/\n\/method +string +否 +抄表方式：remote、manual、/);
  });

  it('has the steps from the major version before, where there is one', () => {
    const page = contractPage(
      { ...details, upcaster: [...details.upcaster!, { op: 'remove', path: '/x' }] },
      'en',
    );
    expect(page).toContain(
      [
        '\nData of the major version before becomes data of this one by:',
        '  add /reading {}',
        '  move /value → /reading/value',
        '  move /unit → /reading/unit',
        '  map /reading/unit 度 → "kWh", 吨 → "m3", 立方米 → "m3"',
        '  add /occasion "periodic"',
        '  remove /x\n',
      ].join('\n'),
    );
    expect(contractPage(details, 'zh')).toContain('\n上一主版本的数据依次转换如下：\n  add /reading {}\n');
    expect(contractPage({ ...details, upcaster: null }, 'en')).not.toContain('version before');
  });

  it('ends with who publishes, and who reads under which grant', () => {
    expect(contractPage(details, 'en')).toMatch(
      /\npublished by +events +latest\n\/departments\/utilities\/meters +12 +2026-03-02T02:05:20\.000Z\n\nread by +grant +state +events +latest\ncourts +G-1 +active +3 +2026-03-02T02:05:20\.000Z\ntax +G-2 +submitted +0$/,
    );
    const chinese = contractPage(details, 'zh');
    expect(chinese).toMatch(/\n发布方 +事件数 +最近\n/);
    expect(chinese).toMatch(/\n读取方 +授权 +状态 +事件数 +最近\ncourts +G-1 +已开通（active） +3 +/);
  });

  it('says so where nothing was published and nobody reads', () => {
    const none = { ...details, declared: { readers: [] }, observed: { publishers: [], readers: [] } };
    expect(contractPage(none, 'en')).toMatch(
      /\npublished by +events +latest\nutilities +0\n\nNo department has asked to read it\.$/,
    );
    expect(contractPage(none, 'zh')).toMatch(/\n没有部门申请读取$/);
  });

  it('has the defects of a version that is refused, also where no terms and no version are left', () => {
    const message = { zh: '模式过慢', en: 'the pattern is slow' };
    const refused = [{ version: '2.0', problems: [{ file: 'v2.schema.json', pointer: '/a', message }] }];
    const none = { ...details, terms: null, versions: [], refused, upcaster: null };
    const page = contractPage(none, 'en');
    expect(page).toMatch(
      /^utilities\.meter-read\.v2\n\n {2}owner {5}utilities\n {2}versions {2}none in force\n/,
    );
    expect(page).toContain(
      '\nVersion 2.0 is refused by the profile of today:\n  v2.schema.json#/a: the pattern is slow\n',
    );
    expect(contractPage(none, 'zh')).toContain(
      '\n版本 2.0 不符合现行规范：\n  v2.schema.json#/a: 模式过慢\n',
    );
  });

  it('is all in one language but for what the contract has in one', () => {
    const law = {
      ...terms,
      legalBasis: [],
      retention: { years: 5, basis: 'law' },
    } as unknown as ContractTerms;
    expect(contractPage({ ...details, terms: law, upcaster: null }, 'en')).not.toMatch(/\p{Script=Han}/u);
  });

  it('has no line that ends in blanks', () => {
    for (const language of ['zh', 'en'] as const) expect(contractPage(details, language)).not.toMatch(/ $/m);
  });
});
