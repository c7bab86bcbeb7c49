import type { JsonObject } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../catalogue/content-hash.ts';
import type { ContractVersion } from '../catalogue/contract.ts';
import { documentsOf, schemaPairs } from '../fixtures/schema-arbitrary.ts';
import { checkSchemaProfile } from '../profile/schema-profile.ts';
import { fits } from '../validation/schema-validator.ts';
import { compareVersions } from './compare-versions.ts';
import { readerSchema } from './reader-schema.ts';

function version(schema: JsonObject, minor: number): ContractVersion {
  return {
    major: 1,
    minor,
    version: `1.${minor}`,
    dataschema: String(schema.$id),
    schema,
    hash: contentHash(schema),
  };
}

describe('comparison of random schemas', () => {
  it('never calls compatible what refuses a document', () => {
    fc.assert(
      fc.property(schemaPairs, fc.infiniteStream(fc.integer()), ([older, newer], seeds) => {
        const { facts } = compareVersions(version(older, 0), version(newer, 1));
        const hurtsReader = facts.some(({ direction }) => direction === 'reader');
        const hurtsWriter = facts.some(({ direction }) => direction === 'writer');
        const seed = seeds.next().value as number;
        for (const [isHurt, writer, reader] of [
          [hurtsReader, older, newer],
          [hurtsWriter, newer, older],
        ] as const) {
          for (const document of fc.sample(documentsOf(writer), { numRuns: 10, seed })) {
            expect(fits(writer, document)).toBe(true);
            if (!isHurt) expect(fits(readerSchema(reader), document)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows what it says by data that one side takes and the other refuses', () => {
    let confirmed = 0;
    let all = 0;
    fc.assert(
      fc.property(schemaPairs, ([older, newer]) => {
        for (const fact of compareVersions(version(older, 0), version(newer, 1)).facts) {
          if (fact.direction === 'none') continue;
          all++;
          if (!fact.isConfirmed) continue;
          confirmed++;
          const [writer, reader] = fact.direction === 'reader' ? [older, newer] : [newer, older];
          expect(fits(writer, fact.counterExample)).toBe(true);
          expect(fits(readerSchema(reader), fact.counterExample)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    expect(confirmed / all).toBeGreaterThan(0.95);
  });

  it('finds nothing between a schema and itself', () => {
    fc.assert(
      fc.property(schemaPairs, ([schema]) => {
        const again = { ...schema, title: 'another title' };
        expect(compareVersions(version(schema, 0), version(again, 1)).facts).toEqual([]);
      }),
    );
  });

  it('is made from schemas of the contract profile', () => {
    fc.assert(
      fc.property(schemaPairs, ([schema]) => {
        const defects: string[] = [];
        checkSchemaProfile(schema, String(schema.$id), ({ pointer, rule }) =>
          defects.push(`${pointer} ${rule}`),
        );
        // What the generator leaves out on purpose: descriptions, and a use for every definition.
        expect(defects.filter((defect) => !/ (description|unused)$/.test(defect))).toEqual([]);
      }),
    );
  });
});
