import { invariant, type JsonObject } from '@tongban/kernel';
import type { Contract } from '../catalogue/contract.ts';
import { memberOf, referencedName } from '../profile/schema-walk.ts';

const widthMax = 110;

/**
 * TypeScript source of the types of all contracts: for each event type an interface of its data in its latest
 * minor version, which every older minor version fits, and tables from type to interface and to the URL of
 * that version.
 */
export function eventTypesSource(contracts: readonly Contract[]): string {
  return `${[
    '// Generated from the contracts folder by packages/contracts/bin/generate.ts. Do not edit.',
    typeTable(contracts),
    '/** An event type: `<owner>.<event-name>.v<major>`. */\nexport type EventType = keyof EventDataByType;',
    schemaTable(contracts),
    ...contracts.map(contractSource),
  ].join('\n\n')}\n`;
}

/** `tax.clearance-issued.v1` → `TaxClearanceIssuedV1`. */
export function interfaceName(type: string): string {
  return type
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function typeTable(contracts: readonly Contract[]): string {
  const rows = contracts.map(({ type }) => `  readonly '${type}': ${interfaceName(type)};`);
  return `/** The data of each event type. */\nexport interface EventDataByType {\n${rows.join('\n')}\n}`;
}

function schemaTable(contracts: readonly Contract[]): string {
  const rows = contracts.map(({ type, latest }) => {
    const row = `  '${type}': '${latest.dataschema}',`;
    return row.length <= widthMax ? row : `  '${type}':\n    '${latest.dataschema}',`;
  });
  return [
    '/** The latest version of the contract of each event type, as events name it in `dataschema`. */',
    `export const dataschemas: { readonly [Type in EventType]: string } = {\n${rows.join('\n')}\n};`,
  ].join('\n');
}

function contractSource({ type, terms, latest }: Contract): string {
  const base = interfaceName(type);
  const { zh, en } = terms.title;
  const definitions = Object.entries(memberOf(latest.schema, '$defs') ?? {}).map(([name, schema]) => {
    const node = schema as JsonObject;
    const alias = definitionName(base, name);
    if (node.type !== 'object') return `export type ${alias} = ${typeSource(node, base, 0)};`;
    return `${docComment(describe(node), 0)}export interface ${alias} ${objectSource(node, base, 0)}`;
  });
  const head = docComment(`${zh} / ${en} (${latest.version})`, 0);
  return [`${head}export interface ${base} ${objectSource(latest.schema, base, 0)}`, ...definitions].join(
    '\n\n',
  );
}

function definitionName(base: string, name: string): string {
  return `${base}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function typeSource(node: JsonObject, base: string, depth: number): string {
  const reference = referencedName(node.$ref);
  if (reference !== undefined) return definitionName(base, reference);
  if (node.const !== undefined) return literal(node.const);
  if (Array.isArray(node.enum)) return node.enum.map(literal).join(' | ');
  switch (node.type) {
    case 'object':
      return objectSource(node, base, depth);
    case 'array':
      return arraySource(memberOf(node, 'items') ?? {}, base, depth);
    case 'integer':
    case 'number':
      return 'number';
    default:
      return String(node.type);
  }
}

function objectSource(node: JsonObject, base: string, depth: number): string {
  const required = node.required as readonly string[];
  const indent = '  '.repeat(depth + 1);
  const members = Object.entries(memberOf(node, 'properties') ?? {}).map(([name, schema]) => {
    const property = schema as JsonObject;
    const mark = required.includes(name) ? '' : '?';
    const comment = docComment(describe(property), depth + 1);
    return `${comment}${indent}${memberSource(name, mark, property, base, depth + 1)}`;
  });
  return members.length === 0
    ? 'Readonly<Record<string, never>>'
    : `{\n${members.join('\n')}\n${'  '.repeat(depth)}}`;
}

function memberSource(name: string, mark: string, property: JsonObject, base: string, depth: number): string {
  const line = `readonly ${name}${mark}: ${typeSource(property, base, depth)};`;
  if (line.includes('\n') || line.length + 2 * depth <= widthMax || !Array.isArray(property.enum))
    return line;
  const options = property.enum.map((value) => `\n${'  '.repeat(depth + 1)}| ${literal(value)}`);
  return `readonly ${name}${mark}:${options.join('')};`;
}

function arraySource(items: JsonObject, base: string, depth: number): string {
  const element = typeSource(items, base, depth);
  return Array.isArray(items.enum) && items.enum.length > 1
    ? `readonly (${element})[]`
    : `readonly ${element}[]`;
}

/** A value of an enumeration: a string in single quotes or an integer. */
function literal(value: unknown): string {
  invariant(
    ['string', 'number', 'boolean'].includes(typeof value),
    'the profile has scalar enumerations only',
  );
  if (typeof value !== 'string') return String(value);
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The description and what a type cannot say: format and unit. */
function describe(node: JsonObject): string {
  const description = typeof node.description === 'string' ? node.description : '';
  return typeof node.format === 'string' ? `${description} (${node.format})` : description;
}

function docComment(text: string, depth: number): string {
  if (text === '') return '';
  return `${'  '.repeat(depth)}/** ${text.replaceAll('*/', '*\u200b/').replaceAll(/\s+/g, ' ')} */\n`;
}
