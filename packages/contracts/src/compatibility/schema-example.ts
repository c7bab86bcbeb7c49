import { invariant, type Json, type JsonObject } from '@tongban/kernel';
import { findString } from '../patterns/find-string.ts';
import { memberOf, resolveSchema } from '../profile/schema-walk.ts';
import { stringFormats } from '../validation/formats.ts';
import type { Witness } from './fact.ts';
import { stringSetOf } from './string-set.ts';

/** Levels that an example may have: what has more contains itself. */
const depthMax = 16;

/** Levels down to which an example that is full has what may be left out. */
const fullDepthMax = 6;

export interface ExampleChoice {
  /** A higher one gives another value where there is one. Default 0. */
  readonly index?: number;
  /** Whether what may be left out is there too. Default false: what must be there and no more. */
  readonly isFull?: boolean;
}

/** A value of a schema. Undefined where none was found. */
export function exampleOf(
  root: JsonObject,
  schema: JsonObject,
  choice: ExampleChoice = {},
): Json | undefined {
  return new ExampleMaker(root, choice.isFull ?? false).make(schema, choice.index ?? 0, 0);
}

/** An example of an array with so many elements, all different as far as possible. */
export function arrayExample(
  root: JsonObject,
  node: JsonObject,
  length: number,
  index = 0,
): readonly Json[] | undefined {
  return new ExampleMaker(root, false).makeArray(node, length, index, 0);
}

/** An example of a whole document that has the witness at a place. Undefined where it cannot be made. */
export function documentWith(
  root: JsonObject,
  schema: JsonObject,
  path: readonly string[],
  witness: Witness,
): Json | undefined {
  const [step, ...rest] = path;
  const node = resolveSchema(root, schema);
  if (step === undefined) return witness === 'absent' ? undefined : witness.value;
  if (!node) return undefined;
  const example = exampleOf(root, node);
  if (node.type === 'array') {
    invariant(step === '*', 'an array has elements');
    const first = documentWith(root, memberOf(node, 'items') ?? {}, rest, witness);
    if (first === undefined) return undefined;
    const others = (arrayExample(root, node, Math.max(Number(node.minItems ?? 0), 1)) ?? []).slice(1);
    return [first, ...others];
  }
  const { [step]: _replaced, ...others } = (example ?? {}) as JsonObject;
  if (rest.length === 0 && witness === 'absent') return others;
  const member = documentWith(root, memberOf(memberOf(node, 'properties'), step) ?? {}, rest, witness);
  return example === undefined || member === undefined ? undefined : { ...others, [step]: member };
}

/** The values that an enumeration or a constant allows. */
export function enumerated(node: JsonObject): readonly Json[] | undefined {
  if (node.const !== undefined) return [node.const];
  return Array.isArray(node.enum) ? (node.enum as readonly Json[]) : undefined;
}

class ExampleMaker {
  readonly #root: JsonObject;
  readonly #isFull: boolean;

  constructor(root: JsonObject, isFull: boolean) {
    this.#root = root;
    this.#isFull = isFull;
  }

  make(schema: JsonObject, index: number, depth: number): Json | undefined {
    const node = resolveSchema(this.#root, schema);
    if (!node || depth > depthMax) return undefined;
    const values = enumerated(node);
    if (values) return values[index % values.length];
    switch (node.type) {
      case 'object':
        return this.#makeObject(node, index, depth);
      case 'array':
        return this.makeArray(node, this.#lengthOf(node, depth), index, depth);
      case 'string':
        return stringExample(node, index);
      case 'boolean':
        return index % 2 === 1;
      default:
        return Math.min(Number(node.minimum) + index, Number(node.maximum));
    }
  }

  makeArray(node: JsonObject, length: number, index: number, depth: number): readonly Json[] | undefined {
    const items = memberOf(node, 'items') ?? {};
    const elements: Json[] = [];
    for (let at = 0; at < length; at++) {
      const element = this.make(items, index + at, depth + 1);
      if (element === undefined) return undefined;
      elements.push(element);
    }
    return elements;
  }

  #makeObject(node: JsonObject, index: number, depth: number): JsonObject | undefined {
    const example: Record<string, Json> = {};
    const required = node.required as readonly string[];
    const properties = memberOf(node, 'properties') ?? {};
    for (const name of this.#isFull && depth < fullDepthMax ? Object.keys(properties) : required) {
      const value = this.make(memberOf(properties, name) ?? {}, index, depth + 1);
      if (value !== undefined) example[name] = value;
      else if (required.includes(name)) return undefined;
    }
    return example;
  }

  #lengthOf(node: JsonObject, depth: number): number {
    const fewest = Number(node.minItems ?? 0);
    return this.#isFull && depth < fullDepthMax
      ? Math.max(fewest, Math.min(1, Number(node.maxItems)))
      : fewest;
  }
}

/** A text of a schema of texts: the shortest where `index` is 0. Undefined where none was found. */
export function stringExample(node: JsonObject, index: number): string | undefined {
  const format = stringFormats.get(String(node.format));
  if (format) return format.examples[index % format.examples.length];
  const set = stringSetOf(node);
  const search = findString(
    set,
    index === 0 ? undefined : { lengthMin: 0, lengthMax: set.lengthMin + index - 1 },
  );
  if (typeof search === 'object') return search.found;
  const shortest = findString(set);
  return typeof shortest === 'object' ? shortest.found : undefined;
}
