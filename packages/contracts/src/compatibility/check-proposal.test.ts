import type { Json, JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { contractCatalogue } from '../catalogue/contract-catalogue.ts';
import { refusedVersion } from '../catalogue/refused-version.ts';
import {
  sampleContracts,
  sampleFiles,
  sampleProperties,
  sampleSchema,
  sampleTerms,
} from '../fixtures/sample-contract.ts';
import { checkProposal, type ProposalReport } from './check-proposal.ts';
import { proposalsIn } from './proposal.ts';

const catalogue = contractCatalogue(sampleContracts());
const note: JsonObject = { type: 'string', description: '备注 / note', maxLength: 200 };
const required = ['certificateNo', 'paidFen', 'officer'];

function check(
  schema: JsonObject,
  {
    major = 1,
    minor = 1,
    terms = sampleTerms(),
    upcaster,
  }: { major?: number; minor?: number; terms?: JsonObject; upcaster?: Json } = {},
): ProposalReport {
  return checkProposal({
    catalogue,
    proposal: {
      owner: 'tax',
      name: 'clearance-issued',
      major,
      minor,
      terms: JSON.stringify(terms),
      schema: JSON.stringify(schema),
      ...(upcaster === undefined ? {} : { upcaster: JSON.stringify(upcaster) }),
    },
    readers: (type) => (type === 'tax.clearance-issued.v1' ? ['courts', 'market-regulation'] : []),
  });
}

describe('a proposed minor version', () => {
  it('may add what is optional', () => {
    const report = check(sampleSchema('1.1', { ...sampleProperties, note }, required));
    expect(report).toMatchObject({ verdict: 'compatible', violations: [], hurt: [], isReleased: false });
    expect(report.comparisons[0]?.facts).toMatchObject([{ kind: 'property-added', path: '/note' }]);
    expect(catalogue.with(...report.contracts).get('tax.clearance-issued.v1')?.latest.version).toBe('1.1');
  });

  it('that widens a list hurts every reader', () => {
    const taxes = {
      ...(sampleProperties.taxes as JsonObject),
      items: { type: 'string', enum: ['vat', 'income', 'land'] },
    };
    const report = check(sampleSchema('1.1', { ...sampleProperties, taxes }, required));
    expect(report.verdict).toBe('breaking');
    expect(report.violations).toMatchObject([
      { kind: 'enum-widened', path: '/taxes/*', counterExample: { taxes: ['land'] } },
    ]);
    expect(report.hurt.map(({ department, as }) => `${department} ${as}`)).toEqual([
      'courts readers',
      'market-regulation readers',
    ]);
    expect(report.nextStep.en).toContain('publish as v2 with an upcaster v2.from-v1.json');
  });

  it('that requires more hurts the writers', () => {
    const report = check(sampleSchema('1.1', { ...sampleProperties, note }, [...required, 'note']));
    expect(report.hurt.map(({ department, as }) => `${department} ${as}`)).toEqual(['tax writers']);
    expect(report.violations[0]?.fix?.zh).toContain('可选');
  });

  it('is held against every version of its major', () => {
    const once = contractCatalogue(
      sampleContracts({ 'v1.1.schema.json': sampleSchema('1.1', { ...sampleProperties, note }, required) }),
    );
    const schema = sampleSchema('1.2', { ...sampleProperties, note: { ...note, maxLength: 5 } }, required);
    const report = checkProposal({
      catalogue: once,
      proposal: {
        owner: 'tax',
        name: 'clearance-issued',
        major: 1,
        minor: 2,
        terms: JSON.stringify(sampleTerms()),
        schema: JSON.stringify(schema),
      },
    });
    expect(report.comparisons.map(({ older, newer }) => `${older} ${newer}`)).toEqual(['1.0 1.2', '1.1 1.2']);
    expect(report.violations.map(({ kind }) => kind)).toEqual(['max-length-lowered']);
  });

  it('that leaves a gap, or changes what was released, is invalid', () => {
    expect(check(sampleSchema('1.2'), { minor: 2 }).problems).toMatchObject([{ rule: 'missing-file' }]);
    const changed = check(sampleSchema('1.0', { ...sampleProperties, note }, required), { minor: 0 });
    expect(changed.problems).toMatchObject([
      { rule: 'released-changed', file: 'tax/clearance-issued/v1.schema.json' },
    ]);
    expect(changed).toMatchObject({ verdict: 'invalid', contracts: [] });
  });

  it('that was released already changes nothing', () => {
    const report = check(sampleSchema(), { minor: 0 });
    expect(report).toMatchObject({ verdict: 'compatible', isReleased: true });
    expect(report.nextStep.en).toContain('released already');
  });
});

describe('a proposal after a version that the profile refuses', () => {
  const of = (major: number, minor: number, more: object = {}) => ({
    ...{ owner: 'tax', name: 'clearance-issued', major, minor, terms: JSON.stringify(sampleTerms()) },
    schema: JSON.stringify(sampleSchema(`${major}.${minor}`)),
    ...more,
  });
  const problem = { file: 'x', pointer: '', rule: 'pattern-linear', message: { zh: '慢', en: 'slow' } };
  const without = (major: number, minor: number, from = contractCatalogue([])) =>
    from.withRefused(refusedVersion(of(major, minor), [problem]));

  it('may be the next minor version, which is not compared with it, or the next major one', () => {
    const minor = checkProposal({ catalogue: without(1, 0), proposal: of(1, 1) });
    expect(minor).toMatchObject({ verdict: 'compatible', comparisons: [] });
    expect(minor.nextStep.en).toContain('was not compared with 1.0');
    const major = checkProposal({ catalogue: without(1, 0), proposal: of(2, 0, { upcaster: '[]' }) });
    expect(major.verdict).toBe('compatible');
    const after = checkProposal({ catalogue: without(1, 1, catalogue), proposal: of(1, 2) });
    expect(after.comparisons.map(({ older, newer }) => `${older} ${newer}`)).toEqual(['1.0 1.2']);
    expect(after.verdict).toBe('compatible');
  });

  it('neither takes its number nor leaves another out', () => {
    const taken = checkProposal({ catalogue: without(1, 0), proposal: of(1, 0) });
    expect(taken).toMatchObject({ verdict: 'invalid', problems: [{ rule: 'version-taken' }], contracts: [] });
    const gap = checkProposal({ catalogue: without(1, 0), proposal: of(1, 2) });
    expect(gap.problems).toMatchObject([{ rule: 'missing-file' }]);
    const step = checkProposal({ catalogue: without(1, 0), proposal: of(2, 0) });
    expect(step.problems).toMatchObject([{ rule: 'missing-file' }]);
  });

  it.each(['of the same owner', 'of the same name'])(
    'has nothing to do with another contract %s',
    (which) => {
      const named = which === 'of the same owner' ? { name: 'refund-paid' } : { owner: 'customs' };
      const other = contractCatalogue([]).withRefused(refusedVersion(of(1, 0, named), [problem]));
      const report = checkProposal({ catalogue: other, proposal: of(1, 0) });
      expect(report).toMatchObject({ verdict: 'compatible', problems: [], violations: [] });
    },
  );

  it('is bound by its terms', () => {
    const terms = JSON.stringify(sampleTerms({ personalData: [] }));
    const report = checkProposal({ catalogue: without(1, 0), proposal: of(1, 1, { terms }) });
    expect(report.violations.map(({ kind }) => kind)).toEqual(['personal-data-removed']);
  });
});

describe('a proposed major version', () => {
  const schema = sampleSchema('2.0', { ...sampleProperties, note }, [...required, 'note']);

  it('may break what it likes, with an upcaster', () => {
    const report = check(schema, { major: 2, minor: 0, upcaster: [{ op: 'add', path: '/note', value: '' }] });
    expect(report).toMatchObject({ verdict: 'compatible', type: 'tax.clearance-issued.v2' });
    expect(report.hurt.map(({ department, as, type }) => `${department} ${as} ${type}`)).toEqual([
      'tax writers tax.clearance-issued.v1',
    ]);
    expect(report.contracts.map(({ type }) => type)).toEqual([
      'tax.clearance-issued.v1',
      'tax.clearance-issued.v2',
    ]);
  });

  it('needs an upcaster, and one that arrives', () => {
    expect(check(schema, { major: 2, minor: 0 }).problems).toMatchObject([{ rule: 'missing-file' }]);
    expect(check(schema, { major: 2, minor: 0, upcaster: [] }).problems).toMatchObject([{ rule: 'trial' }]);
  });

  it.each<[string, Json, string]>([
    ['no name of a step', { op: ['add'], path: '/note', value: '' }, '/0/op enum'],
    ['a step that has no text', { op: { toString: '' } }, '/0/op enum'],
    ['a step that every object has', { op: 'constructor' }, '/0/op enum'],
    ['a pointer that has no text', { op: 'move', from: { toString: '' }, path: '/note' }, '/0/from pointer'],
  ])('refuses an upcaster with %s', (_what, step, expected) => {
    const { problems } = check(schema, { major: 2, minor: 0, upcaster: [step] });
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([expected]);
  });
});

describe('changed terms', () => {
  it.each<[string, JsonObject, string, string]>([
    [
      'another sequence key',
      { sequence: { category: 'certificate', key: '/certificateNo' } },
      'sequence-key-changed',
      'breaking',
    ],
    ['another kind of subject', { subject: 'case' }, 'subject-changed', 'breaking'],
    ['a personal field in the clear', { personalData: [] }, 'personal-data-removed', 'breaking'],
    [
      'another person of a personal field',
      { personalData: [{ pointer: '/officer/name', person: 'subject' }] },
      'personal-data-person-changed',
      'breaking',
    ],
    ['a signature', { signature: 'required' }, 'signature-required-added', 'breaking'],
    ['another sharing class', { sharing: { class: 'unconditional' } }, 'sharing-class-changed', 'compatible'],
    [
      'a shorter retention',
      { retention: { years: 5, basis: '档案管理规定' } },
      'retention-shortened',
      'compatible',
    ],
  ])('%s', (_what, changes, kind, verdict) => {
    const report = check(sampleSchema(), { minor: 0, terms: sampleTerms(changes) });
    expect(report.terms.map((fact) => fact.kind)).toEqual([kind]);
    expect(report.verdict).toBe(verdict);
  });

  it('in wording alone are no difference', () => {
    const terms = sampleTerms({ title: { zh: '已开具清税证明', en: 'Clearance issued' } });
    expect(check(sampleSchema(), { minor: 0, terms })).toMatchObject({ verdict: 'compatible', terms: [] });
  });
});

describe('a folder', () => {
  it('is a list of proposals, lowest version first', () => {
    const files = sampleFiles({
      'v2.schema.json': sampleSchema('2.0'),
      'v1.1.schema.json': sampleSchema('1.1'),
      'v2.from-v1.json': [],
    });
    expect(proposalsIn(files).map(({ major, minor, upcaster }) => [major, minor, upcaster])).toEqual([
      [1, 0, undefined],
      [1, 1, undefined],
      [2, 0, '[]'],
    ]);
  });
});
