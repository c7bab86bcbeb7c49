import { bilingual } from '@tongban/contracts/bilingual';
import type { Json, JsonObject, Localized } from '@tongban/kernel';

/** One place in the data of an event. */
export interface SchemaField {
  /** JSON Pointer into `data`; `*` is every element of an array. */
  readonly path: string;
  /** As JSON Schema names it, with the format and `[]` for an array of it: `string (date)`, `object[]`. */
  readonly type: string;
  /** Whether it is in every object that may hold it. */
  readonly isRequired: boolean;
  readonly description: Localized;
  /** All that it may be; empty where that is not a list. */
  readonly values: readonly Json[];
}

/**
 * The fields of a schema of the contract profile in its order, what an object or an array of objects holds below it. A
 * definition that contains itself is opened once.
 */
export function schemaFields(schema: JsonObject): readonly SchemaField[] {
  return fieldsIn(schema, '', { root: schema, within: [] });
}

/** Where a walk stands: the definitions that it is inside of end it where one of them comes again. */
interface Walk {
  readonly root: JsonObject;
  readonly within: readonly string[];
}

function fieldsIn(object: JsonObject, at: string, walk: Walk): readonly SchemaField[] {
  const { properties = {}, required = [] } = object as {
    readonly properties?: Readonly<Record<string, JsonObject>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).flatMap(([name, given]) => {
    const path = `${at}/${name}`;
    const { type, description, values, below } = opened(given, walk);
    const isRequired = required.includes(name);
    return [{ path, type, isRequired, description, values }, ...below(path)];
  });
}

interface Opened extends Pick<SchemaField, 'type' | 'description' | 'values'> {
  /** The fields that it holds, where it stands at this path. */
  below(path: string): readonly SchemaField[];
}

function opened(schema: JsonObject, walk: Walk): Opened {
  if (typeof schema.$ref === 'string') return referenced(schema, schema.$ref, walk);
  const description = descriptionOf(schema);
  if (schema.type === 'array') {
    const element = opened(schema.items as JsonObject, walk);
    return {
      ...element,
      type: `${element.type}[]`,
      description,
      below: (path) => element.below(`${path}/*`),
    };
  }
  const format = typeof schema.format === 'string' ? ` (${schema.format})` : '';
  return {
    type: `${schema.type}${format}`,
    description,
    values: schema.const === undefined ? ((schema.enum ?? []) as readonly Json[]) : [schema.const],
    below: (path) => fieldsIn(schema, path, walk),
  };
}

/** What it is used for says more than what the definition says of itself. */
function referenced(schema: JsonObject, reference: string, { root, within }: Walk): Opened {
  const definitions = root.$defs as Readonly<Record<string, JsonObject>>;
  const definition = definitions[reference.slice('#/$defs/'.length)] as JsonObject;
  const target = within.includes(reference)
    ? { type: `${definition.type}`, description: descriptionOf(definition), values: [], below: () => [] }
    : opened(definition, { root, within: [...within, reference] });
  return schema.description === undefined ? target : { ...target, description: descriptionOf(schema) };
}

function descriptionOf({ description }: JsonObject): Localized {
  return bilingual(typeof description === 'string' ? description : '');
}
