import { TongbanError } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import type { AccessRequest, GrantCommand } from './grant-command.ts';
import {
  auditor,
  closedItem,
  courts,
  grants,
  meterRequest,
  refusal,
  requested,
  tax,
  utilities,
} from './testing/samples.ts';

const rulesBroken = (change: Partial<AccessRequest>, actor: Actor = tax): readonly string[] => {
  try {
    grants.decide(undefined, {
      ...requested,
      actor,
      request: { ...meterRequest, ...change },
    } as GrantCommand);
    return [];
  } catch (error) {
    return error instanceof TongbanError
      ? error.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
      : [];
  }
};

describe('a request', () => {
  it('is refused with the citation where the data is not shared', () => {
    const command = { ...requested, item: { item: closedItem, version: 3 } } as GrantCommand;
    expect(refusal([], command)).toBe('E_GRANT_NOT_SHARED');
    expect(() => grants.decide(undefined, command)).toThrow('保守国家秘密法第二条');
  });

  it('needs an item in the directory', () => {
    expect(refusal([], { ...requested, item: undefined } as GrantCommand)).toBe('E_GRANT_NOT_IN_DIRECTORY');
  });

  it('is not for one’s own data, and not for auditors', () => {
    expect(refusal([], { ...requested, actor: utilities } as GrantCommand)).toBe('E_GRANT_OWN_DATA');
    expect(refusal([], { ...requested, actor: auditor } as GrantCommand)).toBe('E_GRANT_NOT_REQUESTER');
  });

  it('reports every defect at once', () => {
    const broken = rulesBroken({
      scenario: ' ',
      basis: 'ebl',
      legalBasis: [{ source: ' ', article: '第十五条' }],
      fields: ['/meterNo', '/salary', 'meterNo'],
      to: '2099-01-01',
      way: 'webhook',
      storageRegion: 'US',
      signedOffBy: { officer: '', on: '2025-09-29' },
    });
    expect(broken).toEqual([
      '/scenario required',
      '/signedOffBy/officer required',
      '/legalBasis required',
      '/basis basis',
      '/fields/1 field-not-in-directory',
      '/fields/2 field-pointer',
      '/to period',
      '/way way',
      '/storageRegion storage-in-mainland',
      '/signedOffBy/on sign-off',
    ]);
  });

  it('says why each personal field is necessary', () => {
    expect(rulesBroken({ necessity: [] })).toEqual(['/fields/2 necessity']);
    expect(rulesBroken({ necessity: [{ pointer: '/contact/name', reason: ' ' }] })).toEqual([
      '/fields/2 necessity',
    ]);
    expect(rulesBroken({ necessity: [{ pointer: '/contact/name', reason: '核对' }] })).toEqual([]);
  });

  it('has a period that has not passed and ends within the limit', () => {
    expect(rulesBroken({ from: '2025-08-01', to: '2025-09-27' })).toEqual(['/to period']);
    expect(rulesBroken({ from: '2026-01-01', to: '2025-12-31' })).toEqual(['/to period']);
    expect(rulesBroken({ from: '2025-10-01', to: '2028-09-30' })).toEqual([]);
    expect(rulesBroken({ from: '2025-10-01', to: '2028-10-01' })).toEqual(['/to period']);
  });

  it('of a court stands on the court’s own basis, and only a court’s does', () => {
    for (const basis of ['by-reference-43', 'ebl', 'cpl', 'sh-be-85', 'sh-be-88']) {
      expect(rulesBroken({ basis }, courts)).toEqual([]);
      expect(rulesBroken({ basis }, tax)).toEqual(['/basis basis']);
    }
    expect(rulesBroken({ basis: 'order-809' }, courts)).toEqual(['/basis basis']);
  });
});
