import { describe, expect, it } from 'vitest';
import { backtrackingRisk } from './backtracking.ts';
import { parsePattern } from './parse-pattern.ts';

function riskOf(source: string): string | undefined {
  const pattern = parsePattern(source);
  if (!pattern) throw new Error(`${source} is not supported`);
  return backtrackingRisk(pattern);
}

describe('patterns that run in linear time', () => {
  it.each([
    '^[0-9]{6}$',
    '^[a-z][a-z0-9-]{0,63}[.][a-z][a-z0-9-]{0,63}[.]v[1-9][0-9]{0,3}$',
    '^(/([A-Za-z][A-Za-z0-9_]{0,63}|[*])){1,16}$',
    '^[0-9]{1,4}-?[0-9]{1,4}$',
    '^([0-9]{2}){1,3}$',
    '^([0-9]{1,3}[.]){3}[0-9]{1,3}$',
    '^[a-z]+(-[a-z]+)*$',
    '^[一-龥]{2,20}$',
    '^https?://[^ ]{1,1990}$',
    '^（[0-9]{4}）[一-龥][0-9]{2,4}[一-龥]{1,6}[0-9]{1,6}号$',
  ])('%s', (source) => {
    expect(riskOf(source)).toBeUndefined();
  });
});

describe('patterns that may take exponential time', () => {
  it.each([
    '^(a*)*$',
    '^(a+)+$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^(a|b|ab)*$',
    '^([a-z]{1,3}){1,20}$',
    '^([a-z]{1,3}){20}$',
    '^(a?){20}a{20}$',
    '^(a{0,40}b?){0,9}$',
    '^([a-z]+-?)*$',
  ])('%s', (source) => {
    expect(riskOf(source)).toBe('exponential');
  });
});

describe('patterns that may take polynomial time', () => {
  it.each(['^[0-9]*[0-9]*$', '^[0-9]{0,99}[a-z0-9]{0,99}$', '^.*,.*$', '^a+b?a+$'])('%s', (source) => {
    expect(riskOf(source)).toBe('polynomial');
  });
});
