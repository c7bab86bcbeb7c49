import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { JsonObject } from '@tongban/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentHash } from '../catalogue/content-hash.ts';
import type { ContractVersion } from '../catalogue/contract.ts';
import { sampleSchema } from '../fixtures/sample-contract.ts';
import { compareVersions } from './compare-versions.ts';
import { readerSchema } from './reader-schema.ts';

type CheckCompat = (older: string, newer: string, role: string) => boolean;

let checkCompat: CheckCompat;

beforeAll(async () => {
  const { check_compat, initSync } = await import('jsoncompat');
  const wasm = createRequire(import.meta.url).resolve('jsoncompat/jsoncompat_wasm_bg.wasm');
  initSync({ module: readFileSync(wasm) });
  checkCompat = check_compat;
});

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

/**
 * Its schemas have no roles: the writer's is given closed and the reader's open, and formats are unknown to
 * it.
 */
function oracle(writer: JsonObject, reader: JsonObject): boolean {
  const strip = ({ $id: _id, ...schema }: JsonObject): string => JSON.stringify(schema);
  return checkCompat(strip(writer), strip(readerSchema(reader)), 'deserializer');
}

const text = (more: JsonObject = {}): JsonObject => ({
  type: 'string',
  description: '字段 / field',
  maxLength: 20,
  ...more,
});
const whole = (minimum: number, maximum: number): JsonObject => ({
  type: 'integer',
  description: '字段 / field',
  minimum,
  maximum,
});
const many = (items: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'array',
  description: '字段 / field',
  maxItems: 9,
  items,
  ...more,
});

/** Everything but patterns: there it compares the text of the expressions. */
const variants: Readonly<Record<string, JsonObject>> = {
  nothing: sampleSchema('1.0', {}, []),
  text: sampleSchema('1.0', { x: text() }, []),
  'required text': sampleSchema('1.0', { x: text() }, ['x']),
  'short text': sampleSchema('1.0', { x: text({ maxLength: 5 }) }, []),
  'filled text': sampleSchema('1.0', { x: text({ minLength: 1 }) }, []),
  'two values': sampleSchema(
    '1.0',
    { x: { type: 'string', description: '字段 / field', enum: ['a', 'b'] } },
    [],
  ),
  'three values': sampleSchema(
    '1.0',
    { x: { type: 'string', description: '字段 / field', enum: ['a', 'b', 'c'] } },
    [],
  ),
  'one value': sampleSchema('1.0', { x: { type: 'string', description: '字段 / field', const: 'a' } }, []),
  digit: sampleSchema('1.0', { x: whole(0, 9) }, []),
  'small digit': sampleSchema('1.0', { x: whole(0, 5) }, []),
  number: sampleSchema('1.0', { x: { ...whole(0, 9), type: 'number' } }, []),
  texts: sampleSchema('1.0', { x: many(text()) }, []),
  'some texts': sampleSchema('1.0', { x: many(text(), { minItems: 1 }) }, []),
  'few texts': sampleSchema('1.0', { x: many(text(), { maxItems: 3 }) }, []),
  'short texts': sampleSchema('1.0', { x: many(text({ maxLength: 5 })) }, []),
};

describe('verdicts beside jsoncompat', () => {
  const pairs = Object.keys(variants).flatMap((a) => Object.keys(variants).map((b) => [a, b] as const));

  it.each(pairs)('%s → %s', (a, b) => {
    const [older, newer] = [variants[a] as JsonObject, variants[b] as JsonObject];
    const { facts } = compareVersions(version(older, 0), version({ ...newer, title: 'newer' }, 1));
    const isAccepted = !facts.some(({ direction }) => direction === 'reader');
    expect(isAccepted).toBe(oracle(older, newer));
  });
});
