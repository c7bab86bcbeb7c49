import { type Json, type JsonObject, pointerPath } from '@tongban/kernel';
import type { UpcastOperation } from './upcast-operation.ts';

type Path = readonly string[];
type Members = Record<string, Json>;

/** Data after the steps of an upcaster. The given data stays as it is. */
export function applyOperations(operations: readonly UpcastOperation[], data: JsonObject): JsonObject {
  const result = structuredClone(data) as Members;
  for (const operation of operations) applyOperation(operation, result);
  return result;
}

function applyOperation(operation: UpcastOperation, data: Members): void {
  const target = pointerPath(operation.path);
  switch (operation.op) {
    case 'add':
      // The parent must be there; so does it for every element of an array.
      for (const parent of places(data, target.slice(0, -1)))
        set(data, [...parent, last(target)], structuredClone(operation.value));
      break;
    case 'remove':
      for (const place of places(data, target)) remove(data, place);
      break;
    case 'move':
    case 'copy':
      for (const source of places(data, pointerPath(operation.from))) {
        const value = valueAt(data, source) as Json;
        if (operation.op === 'move') remove(data, source);
        set(data, bind(target, source), structuredClone(value));
      }
      break;
    case 'map':
      for (const place of places(data, target)) {
        const name = nameOf(valueAt(data, place));
        if (name === undefined || !Object.hasOwn(operation.values, name)) continue;
        set(data, place, structuredClone(operation.values[name] as Json));
      }
  }
}

/**
 * The places that a path with `*` names in this data: one for each element, none where a member is missing.
 */
function places(data: Json, path: Path): readonly Path[] {
  const [step, ...rest] = path;
  if (step === undefined) return [[]];
  const below = (child: Json, name: string): readonly Path[] =>
    places(child, rest).map((place) => [name, ...place]);
  if (Array.isArray(data)) {
    return step === '*' ? data.flatMap((element: Json, at: number) => below(element, String(at))) : [];
  }
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, step)) return [];
  return below((data as Members)[step] as Json, step);
}

/** The target with the indices of the source for its `*`. */
function bind(target: Path, source: Path): Path {
  return target.map((step, at) => (step === '*' ? (source[at] ?? step) : step));
}

function valueAt(data: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => (value as Members | undefined)?.[step], data);
}

/** What a table of texts calls a value; undefined for objects and lists, which have no name. */
function nameOf(value: Json | undefined): string | undefined {
  return typeof value === 'object' ? undefined : String(value);
}

/**
 * Sets a member, and makes the objects on the way to it where they are missing. Where something is on the way that has
 * no members, such as a text, nothing is set: the new version refuses data that lacks what it needs.
 */
function set(data: Members, path: Path, value: Json): void {
  let parent = data;
  for (const step of path.slice(0, -1)) {
    if (!Object.hasOwn(parent, step)) parent[step] = {};
    const next = parent[step];
    if (typeof next !== 'object' || next === null) return;
    parent = next as Members;
  }
  if (!Array.isArray(parent) || Object.hasOwn(parent, last(path))) parent[last(path)] = value;
}

function remove(data: Members, path: Path): void {
  const parent = valueAt(data, path.slice(0, -1)) as Members | undefined;
  if (parent) delete parent[last(path)];
}

function last(path: Path): string {
  return path.at(-1) ?? '';
}
