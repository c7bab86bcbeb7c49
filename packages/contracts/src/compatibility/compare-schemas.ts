import type { Json, JsonObject, Localized } from '@tongban/kernel';
import { memberOf, resolveSchema } from '../profile/schema-walk.ts';
import { bilingual } from '../validation/bilingual.ts';
import type { Direction, FactKind, Finding, Witness } from './fact.ts';
import { type Keyword, leafHarms } from './leaf-harms.ts';
import { enumerated, exampleOf } from './schema-example.ts';

/** Pairs of schemas that a comparison looks at before it is given up. */
const pairsMax = 20_000;

/**
 * All differences of two schemas of the contract profile, judged by role: a writer sends what its schema says
 * and nothing else, a reader ignores what it does not know. Pairs that were seen are not looked at again,
 * which is what makes an end of recursive definitions and is sound: their differences are already told.
 */
export function compareSchemas(older: JsonObject, newer: JsonObject): readonly Finding[] {
  const comparison = new SchemaComparison(older, newer);
  comparison.compare(older, newer, []);
  return comparison.findings;
}

class SchemaComparison {
  readonly findings: Finding[] = [];
  readonly #olderRoot: JsonObject;
  readonly #newerRoot: JsonObject;
  readonly #seen = new Map<JsonObject, Set<JsonObject>>();
  #pairs = 0;

  constructor(olderRoot: JsonObject, newerRoot: JsonObject) {
    this.#olderRoot = olderRoot;
    this.#newerRoot = newerRoot;
  }

  compare(olderSchema: JsonObject, newerSchema: JsonObject, path: readonly string[]): void {
    const older = resolveSchema(this.#olderRoot, olderSchema);
    const newer = resolveSchema(this.#newerRoot, newerSchema);
    if (!older || !newer || this.#wasSeen(older, newer)) return;
    const field = fieldOf(newerSchema, olderSchema, path);
    if (++this.#pairs > pairsMax) this.#noteIncomplete(path);
    else if (older.type === newer.type) this.#compareSameType(older, newer, path, field);
    else this.#compareTypes(older, newer, path, field);
  }

  #compareSameType(older: JsonObject, newer: JsonObject, path: readonly string[], field: Localized): void {
    this.#compareLeaves(older, newer, path, field);
    if (older.type === 'object') this.#compareMembers(older, newer, path);
    // Where one side has no elements, whatever the other says of them is refused by its number of elements
    // already.
    if (older.type === 'array' && older.maxItems !== 0 && newer.maxItems !== 0) {
      this.compare(memberOf(older, 'items') ?? {}, memberOf(newer, 'items') ?? {}, [...path, '*']);
    }
  }

  /** Every whole number is a number; else different types have no value in common. */
  #compareTypes(older: JsonObject, newer: JsonObject, path: readonly string[], field: Localized): void {
    const types = { older: older.type as Json, newer: newer.type as Json };
    const sides = [
      { direction: 'reader', writer: older, reader: newer, root: this.#olderRoot },
      { direction: 'writer', writer: newer, reader: older, root: this.#newerRoot },
    ] as const;
    for (const { direction, writer, reader, root } of sides) {
      if (writer.type === 'integer' && reader.type === 'number') {
        this.#noteHarms(direction, writer, reader, root, { older, newer, path, field });
        continue;
      }
      const witnesses = foreignValues(writer, reader, root);
      this.findings.push({ kind: 'type-changed', direction, path, field, witnesses, ...types });
    }
  }

  #compareLeaves(older: JsonObject, newer: JsonObject, path: readonly string[], field: Localized): void {
    const place = { older, newer, path, field };
    const harmed = new Set([
      ...this.#noteHarms('reader', older, newer, this.#olderRoot, place),
      ...this.#noteHarms('writer', newer, older, this.#newerRoot, place),
    ]);
    for (const keyword of allKeywords) {
      const [before, after] = [limitOf(older, keyword), limitOf(newer, keyword)];
      if (harmed.has(keyword) || JSON.stringify(before) === JSON.stringify(after)) continue;
      this.findings.push(findingOf(keyword, 'none', place, []));
    }
  }

  #noteHarms(
    direction: Direction,
    writer: JsonObject,
    reader: JsonObject,
    writerRoot: JsonObject,
    place: Place,
  ): readonly Keyword[] {
    const harms = leafHarms(writer, reader, writerRoot);
    for (const { keyword, witnesses } of harms)
      this.findings.push(findingOf(keyword, direction, place, witnesses));
    return harms.map(({ keyword }) => keyword);
  }

  #compareMembers(older: JsonObject, newer: JsonObject, path: readonly string[]): void {
    const [before, after] = [memberOf(older, 'properties') ?? {}, memberOf(newer, 'properties') ?? {}];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [was, is] = [memberOf(before, name), memberOf(after, name)];
      const [wasRequired, isRequired] = [requires(older, name), requires(newer, name)];
      const here = [...path, name];
      const field = fieldOf(is ?? {}, was ?? {}, here);
      if (isRequired && !wasRequired) this.#noteRequired('required-added', 'reader', here, field);
      else if (!was) this.#noteProperty('property-added', here, field);
      if (wasRequired && !isRequired) this.#noteRequired('required-removed', 'writer', here, field);
      else if (!is) this.#noteProperty('property-removed', here, field);
      if (was && is) this.compare(was, is, here);
    }
  }

  #noteRequired(kind: FactKind, direction: Direction, path: readonly string[], field: Localized): void {
    this.findings.push({ kind, direction, path, field, witnesses: ['absent'] });
  }

  #noteProperty(kind: FactKind, path: readonly string[], field: Localized): void {
    this.findings.push({ kind, direction: 'none', path, field, witnesses: [] });
  }

  #noteIncomplete(path: readonly string[]): void {
    const field = { zh: '此处', en: 'this place' };
    for (const direction of ['reader', 'writer'] as const) {
      this.findings.push({ kind: 'comparison-incomplete', direction, path, field, witnesses: [] });
    }
  }

  #wasSeen(older: JsonObject, newer: JsonObject): boolean {
    const partners = this.#seen.get(older) ?? new Set();
    this.#seen.set(older, partners);
    if (partners.has(newer)) return true;
    partners.add(newer);
    return false;
  }
}

/** What a writer may send that is of another type than the reader's. */
function foreignValues(writer: JsonObject, reader: JsonObject, root: JsonObject): readonly Witness[] {
  if (writer.type === 'number' && reader.type === 'integer') return [{ value: Number(writer.minimum) + 0.5 }];
  const value = exampleOf(root, writer);
  return value === undefined ? [] : [{ value }];
}

/** A place in both schemas. */
interface Place {
  readonly older: JsonObject;
  readonly newer: JsonObject;
  readonly path: readonly string[];
  readonly field: Localized;
}

const allKeywords: readonly Keyword[] = [
  'values',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'uniqueItems',
];

function findingOf(
  keyword: Keyword,
  direction: Direction,
  place: Place,
  witnesses: readonly Witness[],
): Finding {
  const [older, newer] = [limitOf(place.older, keyword), limitOf(place.newer, keyword)];
  return {
    kind: kindOf(keyword, older, newer, place, direction),
    direction,
    path: place.path,
    field: place.field,
    witnesses,
    ...(older === undefined ? {} : { older }),
    ...(newer === undefined ? {} : { newer }),
  };
}

function kindOf(
  keyword: Keyword,
  older: Json | undefined,
  newer: Json | undefined,
  place: Place,
  direction: Direction,
): FactKind {
  if (keyword === 'values') return valuesKind(older, newer, place, direction);
  const name = keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (keyword === 'uniqueItems') return newer === true ? 'unique-items-added' : 'unique-items-removed';
  if (older === undefined) return `${name}-added` as FactKind;
  if (newer === undefined) return `${name}-removed` as FactKind;
  if (keyword === 'pattern' || keyword === 'format') return `${keyword}-changed`;
  return `${name}-${Number(newer) > Number(older) ? 'raised' : 'lowered'}` as FactKind;
}

function valuesKind(
  older: Json | undefined,
  newer: Json | undefined,
  place: Place,
  direction: Direction,
): FactKind {
  if (older === undefined) return 'enum-added';
  if (newer === undefined) return 'enum-removed';
  if (place.older.const !== undefined && place.newer.const !== undefined) return 'const-changed';
  if (direction !== 'none') return direction === 'reader' ? 'enum-narrowed' : 'enum-widened';
  return (newer as readonly Json[]).length < (older as readonly Json[]).length
    ? 'enum-narrowed'
    : 'enum-widened';
}

/** What a keyword says; an enumeration in order, so that another order is no difference. */
function limitOf(node: JsonObject, keyword: Keyword): Json | undefined {
  if (keyword === 'values') return enumerated(node)?.toSorted();
  if (enumerated(node)) return undefined;
  if (keyword === 'uniqueItems') return node.uniqueItems === true ? true : undefined;
  return node[keyword];
}

function requires(node: JsonObject, name: string): boolean {
  return Array.isArray(node.required) && node.required.includes(name);
}

function fieldOf(newer: JsonObject, older: JsonObject, path: readonly string[]): Localized {
  const description = newer.description ?? older.description;
  const name = path.findLast((step) => step !== '*') ?? 'data';
  if (typeof description !== 'string') return { zh: name, en: name };
  const { zh, en } = bilingual(description);
  return { zh: `“${zh}”（${name}）`, en: `"${en}" (${name})` };
}
