import type { JsonObject } from '@tongban/kernel';

const openSchemas = new WeakMap<JsonObject, JsonObject>();

/** The schema as a reader applies it: what it does not know it ignores. */
export function readerSchema(schema: JsonObject): JsonObject {
  const known = openSchemas.get(schema);
  if (known) return known;
  const open = opened(schema) as JsonObject;
  openSchemas.set(schema, open);
  return open;
}

/**
 * The keyword stands only where a schema stands; members of `properties` are objects and never this boolean.
 */
function opened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== 'additionalProperties' || member !== false)
      .map(([name, member]) => [name, opened(member)]),
  );
}
