import { join } from 'node:path';
import { isLocalDate } from '@tongban/calendar';
import { loadContracts } from '@tongban/contracts';
import { pointerPath } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { definitionFor, type RuleSource } from '../domain/flow-definition.ts';
import { flowDefinitions } from './flow-definitions.ts';

const contracts = loadContracts(join(import.meta.dirname, '../../../../contracts'));
const ownerOf = (type: string): string | undefined => contracts.get(type)?.owner;

it('gives every definition an id of its own: by it is kept who takes part', () => {
  const ids = flowDefinitions.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  // They are kept in one text, with a comma between.
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
});

describe.each(flowDefinitions)(
  'the definition of $id',
  ({ id, startsWith, source, validFrom, validTo, steps }) => {
    it('speaks of events for which there is a contract', () => {
      for (const { type, after, or = [] } of steps) {
        for (const one of [type, after, ...or]) expect(ownerOf(one), one).toBeDefined();
        // One department is waited for, whatever it answers.
        for (const other of or) expect(ownerOf(other)).toBe(ownerOf(type));
        expect(ownerOf(after)).not.toBe(ownerOf(type));
      }
      expect(steps.some(({ after }) => after === startsWith)).toBe(true);
    });

    it('looks into fields that the contract has, for values that it allows', () => {
      for (const { after, when } of steps) {
        if (!when) continue;
        const [name = ''] = pointerPath(when.pointer);
        const properties = contracts.get(after)?.latest.schema.properties as Record<
          string,
          { enum?: unknown[] }
        >;
        expect(Object.keys(properties)).toContain(name);
        if (properties[name]?.enum) expect(properties[name].enum).toContain(when.equals);
      }
    });

    it('cites its rules, and says in words what is our own design', () => {
      const isCited = ({ source, article, confidence }: RuleSource): boolean =>
        source !== '' && article !== '' && /^[PSKD]$/.test(confidence);
      expect(isCited(source)).toBe(true);
      for (const { source: ofStep, remark, limitWorkingDays = 0 } of steps) {
        expect(Number.isInteger(limitWorkingDays) && limitWorkingDays >= 0).toBe(true);
        if (ofStep) expect(isCited(ofStep)).toBe(true);
        if (ofStep?.confidence !== 'D') continue;
        expect(remark?.zh).toContain('本平台的设计');
        expect(remark?.en).toContain('our design');
      }
    });

    it('is in force from its first day on, and alone', () => {
      expect(isLocalDate(validFrom) && (validTo === undefined || isLocalDate(validTo))).toBe(true);
      expect(definitionFor(flowDefinitions, startsWith, validFrom)?.id).toBe(id);
      expect(definitionFor(flowDefinitions, startsWith, '2000-01-01')).toBeUndefined();
    });
  },
);
