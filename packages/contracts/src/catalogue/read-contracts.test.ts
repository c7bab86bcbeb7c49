import type { Json, JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import {
  sampleContracts,
  sampleFiles,
  sampleProperties,
  sampleSchema,
  sampleTerms,
} from '../fixtures/sample-contract.ts';
import { contractCatalogue } from './contract-catalogue.ts';
import type { FileProblem } from './contract-files.ts';
import { readContracts } from './read-contracts.ts';
import { refusedVersion } from './refused-version.ts';

function problems(files: Readonly<Record<string, Json>>): readonly string[] {
  return readContracts(sampleFiles(files)).problems.map(
    ({ file, pointer, rule }) => `${file.replace('tax/clearance-issued/', '')}${pointer} ${rule}`,
  );
}

const second = sampleSchema(
  '2.0',
  { ...sampleProperties, office: { type: 'string', description: '机关 / office', maxLength: 9 } },
  ['certificateNo', 'paidFen', 'officer', 'office'],
);
const upcaster = [{ op: 'add', path: '/office', value: '总局' }];

describe('readContracts', () => {
  it('reads majors, minors, terms and upcasters', () => {
    const contracts = sampleContracts({
      'v1.1.schema.json': sampleSchema('1.1'),
      'v2.schema.json': second,
      'v2.from-v1.json': upcaster,
    });
    expect(contracts.map(({ type, versions, latest }) => [type, versions.length, latest.version])).toEqual([
      ['tax.clearance-issued.v1', 2, '1.1'],
      ['tax.clearance-issued.v2', 1, '2.0'],
    ]);
    expect(contracts[0]).not.toHaveProperty('upcaster');
    expect(contracts[1]?.upcaster?.operations).toEqual(upcaster);
    expect(contracts[1]?.latest.hash).toMatch(/^sha256-[0-9a-f]{64}$/);
  });

  it('hashes what a schema says, not how it is written', () => {
    const { $id, ...rest } = sampleSchema();
    const [one] = sampleContracts();
    const [other] = sampleContracts({ 'v1.schema.json': { ...rest, $id: $id as Json } });
    expect(other?.latest.hash).toBe(one?.latest.hash);
  });

  it.each<[string, Readonly<Record<string, Json>>, string[]]>([
    ['files that are no contract files', { 'v1.json': {} }, ['v1.json unknown-file']],
    ['gaps between minors', { 'v1.2.schema.json': sampleSchema('1.2') }, ['v1.1.schema.json missing-file']],
    ['majors without an upcaster', { 'v2.schema.json': second }, ['v2.from-v1.json missing-file']],
    ['upcasters without a major', { 'v2.from-v1.json': upcaster }, ['v2.schema.json missing-file']],
    [
      'an owner that is not the folder',
      { 'contract.json': sampleTerms({ owner: 'courts' }) },
      ['contract.json/owner folder'],
    ],
    ['a schema of another version', { 'v1.schema.json': sampleSchema('1.1') }, ['v1.schema.json/$id const']],
    [
      'conditions that are not stated',
      { 'contract.json': sampleTerms({ sharing: { class: 'conditional' } }) },
      ['contract.json/sharing/conditions required'],
    ],
    [
      '不予共享 without a citation',
      { 'contract.json': sampleTerms({ sharing: { class: 'not-shared' } }) },
      ['contract.json/sharing/citation required'],
    ],
    [
      'personal fields that are not there',
      { 'contract.json': sampleTerms({ personalData: [{ pointer: '/nobody', person: 'subject' }] }) },
      ['contract.json/personalData/0/pointer known-field'],
    ],
    [
      'personal fields that are no strings',
      {
        'contract.json': sampleTerms({
          personalData: [{ pointer: '/paidFen', person: 'subject' }],
          summary: { zh: '{subject}', en: '{subject}' },
        }),
      },
      ['contract.json/personalData/0/pointer string-field'],
    ],
    [
      'persons that are personal fields themselves',
      {
        'contract.json': sampleTerms({
          personalData: [
            { pointer: '/officer/name', person: '/officer/personId' },
            { pointer: '/officer/personId', person: 'subject' },
          ],
          summary: { zh: '{subject}', en: '{subject}' },
        }),
      },
      ['contract.json/personalData/0/person opaque-person'],
    ],
    [
      'personal fields of two persons',
      {
        'contract.json': sampleTerms({
          personalData: [
            { pointer: '/officer/name', person: '/officer/personId' },
            { pointer: '/officer/name', person: 'subject' },
          ],
        }),
      },
      ['contract.json/personalData/1/pointer one-person'],
    ],
    [
      'texts that say nothing',
      {
        'contract.json': sampleTerms({
          title: { zh: '\u3000', en: ' ' },
          sharing: { class: 'not-shared', citation: { source: '\u200b', article: '十三', confidence: 'P' } },
        }),
        'v1.schema.json': { ...sampleSchema(), title: ' ' },
      },
      [
        'v1.schema.json/title required',
        'contract.json/title/zh not-blank',
        'contract.json/title/en not-blank',
        'contract.json/sharing/citation/source not-blank',
      ],
    ],
    [
      'persons of another element',
      { 'contract.json': sampleTerms({ personalData: [{ pointer: '/officer/name', person: '/taxes/*' }] }) },
      ['contract.json/personalData/0/person same-element'],
    ],
    [
      'sequence keys that may be missing',
      {
        'contract.json': sampleTerms({
          personalData: [],
          sequence: { category: 'officer', key: '/officer/name' },
        }),
      },
      ['contract.json/sequence/key required'],
    ],
    [
      'sequence keys that are no strings',
      { 'contract.json': sampleTerms({ sequence: { category: 'paid', key: '/paidFen' } }) },
      ['contract.json/sequence/key string-field'],
    ],
    [
      'summaries of unknown fields',
      { 'contract.json': sampleTerms({ summary: { zh: '{data.nobody}', en: '{data.officer} {id}' } }) },
      [
        'contract.json/summary/zh placeholder',
        'contract.json/summary/en placeholder',
        'contract.json/summary/en placeholder',
      ],
    ],
    [
      'personal fields as sequence keys: their value would be in the name of the stream',
      {
        'contract.json': sampleTerms({
          personalData: [{ pointer: '/certificateNo', person: '/officer/personId' }],
          sequence: { category: 'certificate', key: '/certificateNo' },
          summary: { zh: '{subject}', en: '{subject}' },
        }),
      },
      ['contract.json/sequence/key personal-in-clear'],
    ],
    [
      'personal fields in summaries, by themselves or in a list',
      {
        'contract.json': sampleTerms({
          personalData: [
            { pointer: '/officer/name', person: '/officer/personId' },
            { pointer: '/taxes/*', person: '/officer/personId' },
          ],
          summary: { zh: '{data.officer.name} {data.officer.personId}', en: '{data.taxes} {data.taxes.0}' },
        }),
      },
      [
        'contract.json/summary/zh personal-in-clear',
        'contract.json/summary/en personal-in-clear',
        'contract.json/summary/en personal-in-clear',
      ],
    ],
    [
      'terms that are not complete',
      { 'contract.json': { ...sampleTerms(), purpose: null, extra: 1 } as JsonObject },
      ['contract.json/extra additionalProperties', 'contract.json/purpose type'],
    ],
  ])('refuses %s', (_what, files, expected) => {
    expect(problems(files)).toEqual(expected);
  });

  it('refuses upcasters that do not arrive', () => {
    const files = { 'v2.schema.json': second };
    expect(problems({ ...files, 'v2.from-v1.json': [] })).toEqual(['v2.from-v1.json trial']);
    expect(
      problems({ ...files, 'v2.from-v1.json': [...upcaster, { op: 'add', path: '/nobody', value: 1 }] }),
    ).toEqual(['v2.from-v1.json/1/path known-field', 'v2.from-v1.json trial']);
    expect(
      problems({
        ...files,
        'v2.from-v1.json': [
          { op: 'replace', path: '/x' },
          { op: 'move', path: 'x' },
        ],
      }),
    ).toEqual([
      'v2.from-v1.json/0/op enum',
      'v2.from-v1.json/1/from required',
      'v2.from-v1.json/1/path pointer',
    ]);
  });

  it('refuses upcasters that bring personal fields into the clear', () => {
    const properties = {
      ...sampleProperties,
      clerk: { type: 'string', description: '经办人 / clerk', maxLength: 64 },
    };
    const files = {
      'v2.schema.json': sampleSchema('2.0', properties, ['certificateNo']),
      'v2.from-v1.json': [{ op: 'move', from: '/officer/name', path: '/clerk' }],
    };
    expect(problems(files)).toEqual(['v2.from-v1.json/0/path personal']);
    const terms = sampleTerms({
      personalData: [
        { pointer: '/officer/name', person: '/officer/personId' },
        { pointer: '/clerk', person: '/officer/personId' },
      ],
    });
    expect(problems({ ...files, 'contract.json': terms })).toEqual([]);
    // Nor step by step: out of a personal field in which an earlier step put it.
    const onward = sampleSchema('2.0', { ...properties, note: properties.clerk }, ['certificateNo']);
    for (const op of ['move', 'copy']) {
      const steps = [...files['v2.from-v1.json'], { op, from: '/clerk', path: '/note' }];
      const chained = { 'contract.json': terms, 'v2.schema.json': onward, 'v2.from-v1.json': steps };
      expect(problems(chained)).toEqual(['v2.from-v1.json/1/path personal']);
    }
  });

  it('reads what is not JSON as a problem', () => {
    const files = new Map([...sampleFiles(), ['tax/clearance-issued/v1.schema.json', '{"a":1,"a":2}']]);
    expect(readContracts(files).problems.map(({ file, rule }) => [file, rule])).toEqual([
      ['tax/clearance-issued/v1.schema.json', 'duplicate-key'],
    ]);
  });
});

describe('a catalogue', () => {
  const catalogue = contractCatalogue(sampleContracts());

  it('finds by type, by version and by URL', () => {
    expect(catalogue.get('tax.clearance-issued.v1')?.latest.version).toBe('1.0');
    expect(catalogue.get('tax.clearance-issued.v2')).toBeUndefined();
    expect(catalogue.version('tax.clearance-issued.v1', 0)?.version).toBe('1.0');
    const url = 'https://contracts.tongban.example/tax/clearance-issued/1.0';
    expect(catalogue.byDataschema(url)?.contract.type).toBe('tax.clearance-issued.v1');
  });

  it('is another one after something was added', () => {
    const [first] = sampleContracts({ 'v1.1.schema.json': sampleSchema('1.1') });
    const more = catalogue.with(first as NonNullable<typeof first>);
    expect(more.get('tax.clearance-issued.v1')?.latest.version).toBe('1.1');
    expect(catalogue.get('tax.clearance-issued.v1')?.latest.version).toBe('1.0');
  });

  const pending = { owner: 'tax', name: 'clearance-issued', major: 1, minor: 1, schema: '{}' };
  const stricter = sampleTerms({ signature: 'required' });
  const refused = (terms: string) => refusedVersion({ ...pending, terms }, [slow]);
  const slow: FileProblem = {
    file: 'tax/clearance-issued/v1.1.schema.json',
    pointer: '/properties/a/pattern',
    rule: 'pattern-linear',
    message: { zh: '慢', en: 'slow' },
  };

  it('keeps what is refused apart from what is in force, and lets its terms hold', () => {
    const type = 'tax.clearance-issued.v1';
    expect(catalogue.terms(type)?.signature).toBe('optional');
    const less = catalogue.withRefused(refused(JSON.stringify(stricter)));
    expect(less.refused).toMatchObject([{ type, version: '1.1', problems: [slow] }]);
    expect(less.get(type)?.latest.version).toBe('1.0');
    expect(less.get(type)?.terms).toEqual(stricter);
    expect(less.terms(type)).toEqual(stricter);
    expect(catalogue.refused).toEqual([]);
  });

  it('has terms for a type of which nothing is in force', () => {
    const only = contractCatalogue([]).withRefused(refused(JSON.stringify(stricter)));
    expect(only.get('tax.clearance-issued.v1')).toBeUndefined();
    expect(only.terms('tax.clearance-issued.v1')).toEqual(stricter);
    expect(only.terms('tax.other.v1')).toBeUndefined();
    expect(only.terms('no type')).toBeUndefined();
  });

  it.each([
    '',
    '{',
    '[]',
    JSON.stringify({ ...stricter, more: 1 }),
    JSON.stringify({ ...stricter, owner: 'x' }),
  ])('says nothing of terms where the latest cannot be understood, until others come: %j', (terms) => {
    const type = 'tax.clearance-issued.v1';
    const less = catalogue.withRefused(refused(terms));
    expect(less.get(type)?.latest.version).toBe('1.0');
    expect(less.terms(type)).toBeUndefined();
    expect(less.with(...sampleContracts()).terms(type)?.signature).toBe('optional');
    const again = less.withRefused(refused(JSON.stringify(stricter)));
    expect(again.refused.map((one) => one.terms)).toEqual([stricter, stricter]);
  });

  it('holds to the terms of the folder where the folder has a version of that number', () => {
    const same = refusedVersion({ ...pending, minor: 0, terms: JSON.stringify(stricter) }, [slow]);
    expect(catalogue.withRefused(same).terms('tax.clearance-issued.v1')?.signature).toBe('optional');
  });
});
