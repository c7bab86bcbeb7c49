import { canonicalJson } from '@tongban/kernel';
import { _, type CodeKeywordDefinition } from 'ajv/dist/2020.js';

/** Two items that are the same, by their places: the first that repeats an earlier one. */
export interface SameItems {
  readonly earlier: number;
  readonly later: number;
}

/**
 * `uniqueItems` of our own. Ajv's compares objects with code that calls a member `valueOf` or `toString` of the data,
 * and that looks at every pair: a client could make it throw, or keep it busy for seconds. For texts it asks an object
 * that knows `__proto__` by itself, and so takes two of these for different.
 */
export const uniqueItems: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  before: 'items',
  error: {
    message: 'must NOT have duplicate items',
    params: ({ params: { same } }) => _`{i: ${same}.later, j: ${same}.earlier}`,
  },
  code(context) {
    const { gen, data, schema } = context;
    if (schema !== true) return;
    const find = gen.scopeValue('func', { ref: sameItems });
    const same = gen.const('same', _`${data}.length > 1 ? ${find}(${data}) : undefined`);
    context.setParams({ same });
    context.fail(_`${same} !== undefined`);
  },
};

/** The first item that repeats an earlier one, as JSON counts: whatever the names of members are, in any order. */
export function sameItems(items: readonly unknown[]): SameItems | undefined {
  const scalars = new Map<unknown, number>();
  let nested: Map<unknown, number> | undefined;
  for (let at = 0; at < items.length; at++) {
    let key = items[at];
    let seen = scalars;
    if (typeof key === 'object' && key !== null) {
      key = textOf(key);
      // What has no text is no JSON, and refused as such by who reads it: it is the same as nothing.
      if (key === undefined) continue;
      nested ??= new Map();
      seen = nested;
    }
    const earlier = seen.get(key);
    if (earlier !== undefined) return { earlier, later: at };
    seen.set(key, at);
  }
  return undefined;
}

/** The same text for the same value, or undefined for what no text of JSON can say, such as half a surrogate pair. */
function textOf(value: object): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}
