import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataschemaParts, dataschemaUrl, eventType, sourceParts, typeParts } from './event-parts.ts';

describe('typeParts', () => {
  it('takes a type apart', () => {
    expect(typeParts('market-regulation.enterprise-registered.v12')).toEqual({
      owner: 'market-regulation',
      name: 'enterprise-registered',
      major: 12,
    });
  });

  it.each([
    'tax.clearance-issued',
    'tax.v1',
    'Tax.clearance-issued.v1',
    'tax.clearance-issued.v0',
    'a.b.v01',
  ])('refuses %s', (type) => {
    expect(typeParts(type)).toBeUndefined();
  });

  it.each(['tax.a.b.v1', 'tax.clearance-issued.v1 ', '.a.v1', 'tax..v1', ''])('refuses "%s"', (type) => {
    expect(typeParts(type)).toBeUndefined();
  });
});

describe('sourceParts', () => {
  it('takes a source apart', () => {
    expect(sourceParts('/departments/tax/core-tax')).toEqual({ department: 'tax', system: 'core-tax' });
    expect(sourceParts('/platform/exchange')).toEqual({ department: 'platform', system: 'exchange' });
  });

  it.each([
    '/departments/tax',
    '/departments/tax/',
    'departments/tax/core',
    '/departments/tax/core/x',
    '/departments/tax/..',
    '/platform/',
    '/tax/core',
    'https://tax.example/departments/tax/core',
  ])('refuses %s', (source) => {
    expect(sourceParts(source)).toBeUndefined();
  });
});

describe('dataschemaUrl', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);

  it('has an inverse', () => {
    fc.assert(
      fc.property(
        part,
        part,
        fc.integer({ min: 1, max: 9_999 }),
        fc.nat({ max: 9_999 }),
        (owner, name, major, minor) => {
          const url = dataschemaUrl(owner, name, major, minor);
          expect(dataschemaParts(url)).toEqual({ owner, name, major, minor });
          expect(typeParts(eventType({ owner, name, major }))).toEqual({ owner, name, major });
        },
      ),
    );
  });

  it.each([
    'http://contracts.tongban.example/tax/clearance-issued/1.0',
    'https://contracts.tongban.example/tax/clearance-issued/1',
    'https://contracts.tongban.example/tax/clearance-issued/1.00',
    'https://contracts.tongban.example/tax/clearance-issued/0.1',
    'https://contracts-tongban.example/tax/clearance-issued/1.0',
    'https://contracts.tongban.example/tax/clearance-issued/1.0?x',
  ])('refuses %s', (url) => {
    expect(dataschemaParts(url)).toBeUndefined();
  });
});
