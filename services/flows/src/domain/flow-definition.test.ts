import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { flowDefinitions } from '../definitions/flow-definitions.ts';
import { definitionBegunBy, isExpectedAfter } from './flow-definition.ts';

describe('a step with a condition', () => {
  const step = { type: 'a.b.v1', after: 'c.d.v1', when: { pointer: '/order/executor', equals: 'register' } };

  it.each<[JsonObject, boolean]>([
    [{ order: { executor: 'register' } }, true],
    [{ order: { executor: 'another' } }, false],
    [{ order: {} }, false],
    [{ order: null }, false],
    [{ order: 'register' }, false],
    [{}, false],
  ])('after %j is expected: %s', (data, isExpected) => {
    expect(isExpectedAfter(step, data)).toBe(isExpected);
  });
});

it('a case begins with the first type of a definition, and with no other of its types', () => {
  const recordedAt = Date.parse('2026-03-12T09:00:00+08:00');
  for (const { id, startsWith, steps } of flowDefinitions) {
    expect(definitionBegunBy(flowDefinitions, { type: startsWith, recordedAt })?.id).toBe(id);
    for (const { type } of steps)
      expect(definitionBegunBy(flowDefinitions, { type, recordedAt })).toBeUndefined();
  }
});
