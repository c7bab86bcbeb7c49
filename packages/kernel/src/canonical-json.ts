/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript
 * numbers. Equal values give equal text, so it is what is stored, signed and hashed. Members that are undefined are
 * left out, as in `JSON.stringify`; `toJSON` is not called.
 *
 * @throws RangeError for what I-JSON cannot say: NaN, infinities and lone surrogates; TypeError for a bigint, a
 *   function, a symbol or undefined alone.
 */
export function canonicalJson(value: unknown): string {
  if (value === undefined) throw new TypeError('JSON has no undefined');
  // One native serialisation of a sorted copy takes less than half the time of building the text here.
  const sorted = sortedCopy(value);
  if (sorted === unsortable) return canonicalText(value);
  const text = JSON.stringify(sorted);
  // JSON.stringify writes a lone surrogate as \ud…; a backslash before "ud" looks the same and is sound.
  return text.includes('\\ud') ? canonicalText(value) : text;
}

/** The canonical text in UTF-8: the bytes that are signed and hashed. @throws as `canonicalJson` does */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

const encoder = new TextEncoder();

/** Stands for what no object can hold in canonical order: integer-like names always come first, `__proto__` is none. */
const unsortable: unique symbol = Symbol('unsortable');
/** Up to here an insertion sort of names is faster than `Array.prototype.sort`. */
const insertionSortMax = 32;

function sortedCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    checkScalar(value);
    return value === 0 ? 0 : value;
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const copy = sortedCopy(item);
      if (copy === unsortable) return unsortable;
      items.push(copy ?? null);
    }
    return items;
  }
  const members: Record<string, unknown> = {};
  for (const name of sortedNames(value)) {
    const initial = name.charCodeAt(0);
    if ((initial >= 0x30 && initial <= 0x39) || name === '__proto__') return unsortable;
    const copy = sortedCopy((value as Record<string, unknown>)[name]);
    if (copy === unsortable) return unsortable;
    if (copy !== undefined) members[name] = copy;
  }
  return members;
}

function sortedNames(value: object): string[] {
  const names = Object.keys(value);
  if (names.length > insertionSortMax) return names.sort();
  for (let next = 1; next < names.length; next++) {
    const name = names[next] as string;
    let at = next;
    while (at > 0 && (names[at - 1] as string) > name) {
      names[at] = names[at - 1] as string;
      at--;
    }
    names[at] = name;
  }
  return names;
}

/** The same by plain recursion, for values that a sorted copy cannot carry. */
function canonicalText(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value !== 'object' || value === null) {
    checkScalar(value);
    return JSON.stringify(value ?? null);
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalText(item)).join(',')}]`;
  const members: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) members.push(`${canonicalString(name)}:${canonicalText(member)}`);
  }
  return `{${members.join(',')}}`;
}

function checkScalar(value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`JSON has no ${value}`);
  } else if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`JSON has no ${typeof value}`);
  }
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a lone surrogate has no UTF-8 form');
  return JSON.stringify(text);
}
