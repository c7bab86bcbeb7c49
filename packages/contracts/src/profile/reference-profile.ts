import type { JsonObject, Localized } from '@tongban/kernel';
import { memberOf, referencedName } from './schema-walk.ts';

type Path = readonly (string | number)[];

/**
 * Notes references that lead nowhere, definitions that nobody uses, and values that would have to be endless.
 */
export function checkReferences(
  schema: JsonObject,
  note: (path: Path, rule: string, message: Localized) => void,
): void {
  const definitions = memberOf(schema, '$defs') ?? {};
  const used = new Set<string>();
  for (const { name, path } of referencesIn(schema, [])) {
    used.add(name);
    if (Object.hasOwn(definitions, name)) continue;
    note([...path, '$ref'], 'reference', {
      zh: `没有定义 #/$defs/${name}`,
      en: `there is no definition #/$defs/${name}`,
    });
  }
  for (const name of Object.keys(definitions)) {
    if (!used.has(name)) {
      note(['$defs', name], 'unused', { zh: '没有字段引用此定义', en: 'nothing refers to this definition' });
    }
    if (isEndless(name, definitions)) {
      note(['$defs', name], 'endless', {
        zh: '此定义必须包含自身，没有值能符合；请使其中一个字段可省略',
        en: 'a value of it must contain itself for ever; make a field on the way optional',
      });
    }
  }
}

interface Reference {
  readonly name: string;
  readonly path: Path;
}

function* referencesIn(value: unknown, path: Path): Generator<Reference> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) return;
  const node = value as JsonObject;
  const name = referencedName(node.$ref);
  if (name !== undefined) yield { name, path };
  for (const [key, child] of Object.entries(node)) {
    if (key !== 'enum' && key !== 'const') yield* referencesIn(child, [...path, key]);
  }
}

/** Whether a definition reaches itself through nothing but what must be there. */
function isEndless(start: string, definitions: JsonObject): boolean {
  const seen = new Set<string>();
  const open = [...mandatory(memberOf(definitions, start))];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === start) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...mandatory(memberOf(definitions, name)));
  }
  return false;
}

/** Names of the definitions that every value of this schema contains a value of. */
function* mandatory(node: JsonObject | undefined): Generator<string> {
  if (!node) return;
  const name = referencedName(node.$ref);
  if (name !== undefined) yield name;
  else if (node.type === 'array' && typeof node.minItems === 'number' && node.minItems > 0)
    yield* mandatory(memberOf(node, 'items'));
  else if (node.type === 'object' && Array.isArray(node.required)) {
    for (const required of node.required) {
      if (typeof required === 'string') yield* mandatory(memberOf(memberOf(node, 'properties'), required));
    }
  }
}
