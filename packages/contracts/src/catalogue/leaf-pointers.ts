import type { JsonObject } from '@tongban/kernel';

/**
 * Pointers of the fields of a schema that hold values: objects are opened, arrays of objects by `*`; an array of plain
 * values is one field, and so is what contains itself.
 */
export function leafPointers(schema: JsonObject): readonly string[] {
  return leavesBelow(schema, schema, '', []);
}

function leavesBelow(
  root: JsonObject,
  schema: JsonObject,
  at: string,
  within: readonly string[],
): readonly string[] {
  const { $ref, properties, items } = schema as {
    readonly $ref?: string;
    readonly properties?: JsonObject;
    readonly items?: JsonObject;
  };
  if ($ref !== undefined) {
    const definition = (root.$defs as JsonObject)[$ref.slice('#/$defs/'.length)] as JsonObject;
    return within.includes($ref) ? [at] : leavesBelow(root, definition, at, [...within, $ref]);
  }
  if (properties) {
    return Object.entries(properties).flatMap(([name, member]) =>
      leavesBelow(root, member as JsonObject, `${at}/${name}`, within),
    );
  }
  if (!items) return [at];
  const elements = leavesBelow(root, items, `${at}/*`, within);
  return elements.length === 1 && elements[0] === `${at}/*` ? [at] : elements;
}
