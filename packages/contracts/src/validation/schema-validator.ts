import type { JsonObject, Problem } from '@tongban/kernel';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describeDefect } from './describe-defect.ts';
import { stringFormats } from './formats.ts';
import { uniqueItems } from './unique-items.ts';

/** More problems of one input than anybody reads are not told. */
const problemsMax = 100;

const compiled = new WeakMap<JsonObject, ValidateFunction>();
let compiler: Ajv2020 | undefined;

/**
 * All defects of a value under a schema of the contract profile, with pointers that begin with `at`. The
 * schema is compiled at its first use (1–5 ms) and kept for as long as the schema object lives.
 */
export function validateAgainst(schema: JsonObject, value: unknown, at = ''): readonly Problem[] {
  const validate = compiledSchema(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, problemsMax).map((defect) => describeDefect(defect, at));
}

/** Whether a value fits. Cheaper than counting its problems. */
export function fits(schema: JsonObject, value: unknown): boolean {
  return compiledSchema(schema)(value);
}

function compiledSchema(schema: JsonObject): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  compiler ??= newCompiler();
  // Without its $id, so that a catalogue can hold another schema under the same one, say while it is being
  // edited.
  const { $id: _id, $schema: _dialect, ...body } = schema;
  const validate = compiler.compile(body);
  compiler.removeSchema(body);
  compiled.set(schema, validate);
  return validate;
}

/**
 * Schemas reach it only after `checkSchemaProfile`, which is stricter than the meta-schema that it leaves
 * out.
 */
function newCompiler(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
  });
  ajv.removeKeyword(uniqueItems.keyword as string).addKeyword(uniqueItems);
  for (const { name, matches } of stringFormats.values())
    ajv.addFormat(name, { type: 'string', validate: matches });
  return ajv;
}
