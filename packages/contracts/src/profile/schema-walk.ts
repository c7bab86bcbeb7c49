import type { JsonObject } from '@tongban/kernel';

const localReference = /^#\/\$defs\/([A-Za-z][A-Za-z0-9]{0,63})$/;

/** The definition that a `$ref` of the profile names: `#/$defs/<name>`, nothing else. */
export function referencedName(reference: unknown): string | undefined {
  return typeof reference === 'string' ? localReference.exec(reference)?.[1] : undefined;
}

/**
 * A schema with its references followed: the first one that is no `$ref`. Undefined where one leads nowhere.
 */
export function resolveSchema(root: JsonObject, schema: JsonObject): JsonObject | undefined {
  let current: JsonObject | undefined = schema;
  for (let steps = 0; current?.$ref !== undefined; steps++) {
    if (steps > 32) return undefined;
    current = memberOf(memberOf(root, '$defs'), referencedName(current.$ref) ?? '');
  }
  return current;
}

/** The schema of the place that pointer steps name, with `*` or an index for an element of an array. */
export function schemaAt(root: JsonObject, steps: readonly string[]): JsonObject | undefined {
  let current = resolveSchema(root, root);
  for (const step of steps) {
    if (!current) return undefined;
    const next: JsonObject | undefined =
      current.type === 'array'
        ? step === '*' || /^\d+$/.test(step)
          ? memberOf(current, 'items')
          : undefined
        : memberOf(memberOf(current, 'properties'), step);
    current = next && resolveSchema(root, next);
  }
  return current;
}

/** Whether every value has a text at that place: each member on the way is required. */
export function isAlwaysThere(root: JsonObject, steps: readonly string[]): boolean {
  return steps.every((step, at) => {
    const parent = schemaAt(root, steps.slice(0, at));
    return Array.isArray(parent?.required) && parent.required.includes(step);
  });
}

/** An own member that is an object. */
export function memberOf(object: JsonObject | undefined, name: string): JsonObject | undefined {
  if (!object || !Object.hasOwn(object, name)) return undefined;
  const member = object[name];
  return typeof member === 'object' && member !== null && !Array.isArray(member)
    ? (member as JsonObject)
    : undefined;
}
