import type { Json, JsonObject } from '@tongban/kernel';
import type { Contract } from '../catalogue/contract.ts';
import { memberOf, referencedName } from '../profile/schema-walk.ts';
import { envelopeSchema } from './envelope-schema.ts';

/**
 * The schemas of an event type for the `components.schemas` of an OpenAPI or AsyncAPI document: `<type>` is
 * the whole event, `<type>.data` its data in the latest version, `<type>.<name>` what that refers to.
 */
export function componentSchemas(contract: Contract): { readonly [name: string]: JsonObject } {
  const { type, terms, versions, latest } = contract;
  const { $id: _id, $schema: _dialect, $defs: _definitions, ...data } = latest.schema;
  const definitions = Object.entries(memberOf(latest.schema, '$defs') ?? {});
  return {
    [type]: eventSchema(
      type,
      `${terms.title.zh} / ${terms.title.en}`,
      versions.map(({ dataschema }) => dataschema),
    ),
    [`${type}.data`]: relocated(data, type) as JsonObject,
    ...Object.fromEntries(
      definitions.map(([name, schema]) => [`${type}.${name}`, relocated(schema, type) as JsonObject]),
    ),
  };
}

function eventSchema(type: string, title: string, dataschemas: readonly string[]): JsonObject {
  const properties = envelopeSchema.properties as JsonObject;
  return {
    ...envelopeSchema,
    title,
    properties: {
      ...properties,
      type: { ...(properties.type as JsonObject), const: type },
      dataschema: { ...(properties.dataschema as JsonObject), enum: dataschemas },
      data: { $ref: componentPointer(`${type}.data`) },
    },
  };
}

export function componentPointer(name: string): string {
  return `#/components/schemas/${name}`;
}

/** The schema with its references led to where the definitions are in the document. */
function relocated(value: Json, type: string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value;
  const node = value as JsonObject;
  const name = referencedName(node.$ref);
  // Documents take nothing beside a reference; the description is that of the definition.
  if (name !== undefined) return { $ref: componentPointer(`${type}.${name}`) };
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, relocated(member, type)]));
}
