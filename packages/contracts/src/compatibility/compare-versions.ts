import { type Json, type JsonObject, jsonPointer } from '@tongban/kernel';
import type { ContractVersion } from '../catalogue/contract.ts';
import { fits, validateAgainst } from '../validation/schema-validator.ts';
import { compareSchemas } from './compare-schemas.ts';
import type { Direction, Fact, Finding, Hurt } from './fact.ts';
import { factFix, factSentence } from './fact-sentences.ts';
import { readerSchema } from './reader-schema.ts';
import { documentWith } from './schema-example.ts';

/** What differs between two versions of one contract. */
export interface Comparison {
  readonly older: string;
  readonly newer: string;
  readonly facts: readonly Fact[];
}

/** Who notices a fact of a direction: the reader's side is asked to take what it did not expect. */
export const hurtsOf: Readonly<Record<Direction, readonly Hurt[]>> = {
  reader: ['stored-events', 'writers'],
  writer: ['readers'],
  none: [],
};

/**
 * Compares the schemas of two versions by role: what a writer on one may send against what a reader on the
 * other takes. Every difference is a named fact; where somebody is hurt it comes with data that shows it.
 */
export function compareVersions(older: ContractVersion, newer: ContractVersion): Comparison {
  const findings = older.hash === newer.hash ? [] : compareSchemas(older.schema, newer.schema);
  return {
    older: older.version,
    newer: newer.version,
    facts: findings.map((finding) => factOf(finding, older.schema, newer.schema)),
  };
}

function factOf(finding: Finding, older: JsonObject, newer: JsonObject): Fact {
  const { kind, direction } = finding;
  const fix = factFix(kind, direction);
  const [writer, reader] = direction === 'reader' ? [older, newer] : [newer, older];
  const counterExample = direction === 'none' ? undefined : counterExampleOf(finding, writer, reader);
  return {
    kind,
    direction,
    of: 'data',
    path: jsonPointer(finding.path),
    ...(finding.older === undefined ? {} : { older: finding.older }),
    ...(finding.newer === undefined ? {} : { newer: finding.newer }),
    hurts: hurtsOf[direction],
    message: factSentence(kind, direction, finding),
    ...(fix ? { fix } : {}),
    ...(counterExample === undefined ? {} : { counterExample }),
    isConfirmed: direction === 'none' || counterExample !== undefined,
  };
}

/** Data that the writer may send and the reader refuses at the very place of the finding. */
function counterExampleOf(
  { path, witnesses }: Finding,
  writer: JsonObject,
  reader: JsonObject,
): Json | undefined {
  const place = jsonPointer(path.map((step) => (step === '*' ? 0 : step)));
  const open = readerSchema(reader);
  for (const witness of witnesses) {
    const document = documentWith(writer, writer, path, witness);
    if (document === undefined || !fits(writer, document)) continue;
    if (validateAgainst(open, document).some(({ pointer }) => pointer === place)) return document;
  }
  return undefined;
}
