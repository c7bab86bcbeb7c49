import type { Json, JsonObject } from '@tongban/kernel';
import { findString, type Search } from '../patterns/find-string.ts';
import { stringFormats } from '../validation/formats.ts';
import type { Witness } from './fact.ts';
import { arrayExample, enumerated } from './schema-example.ts';
import { listSet, stringSetOf } from './string-set.ts';

/** A keyword that bounds the values of one place. `values` is `enum` or `const`. */
export type Keyword =
  | 'values'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'format'
  | 'minimum'
  | 'maximum'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems';

/** A keyword of the reader that refuses something that the writer may send. */
export interface Harm {
  readonly keyword: Keyword;
  /**
   * What the writer may send and the keyword refuses; none where it is not known whether there is anything.
   */
  readonly witnesses: readonly Witness[];
}

/**
 * The keywords of the reader's schema that refuse a value that the writer's schema takes. Each is judged by
 * itself, which is exact: a value is refused if any of them refuses it. Both schemas are of one type; members
 * and elements are not looked at.
 */
export function leafHarms(writer: JsonObject, reader: JsonObject, writerRoot: JsonObject): readonly Harm[] {
  const sent = enumerated(writer);
  if (sent) return enumeratedHarms(sent, reader);
  switch (reader.type) {
    case 'string':
      return stringHarms(writer, reader);
    case 'integer':
    case 'number':
      return numberHarms(writer, reader);
    case 'array':
      return arrayHarms(writer, reader, writerRoot);
    case 'boolean':
      return reader.const === undefined ? [] : [{ keyword: 'values', witnesses: [{ value: !reader.const }] }];
    default:
      return [];
  }
}

/** Everything that is sent can be tried. */
function enumeratedHarms(sent: readonly Json[], reader: JsonObject): readonly Harm[] {
  const keywords: readonly Keyword[] = [
    'values',
    'minLength',
    'maxLength',
    'pattern',
    'format',
    'minimum',
    'maximum',
  ];
  return keywords.flatMap((keyword) => {
    const refused = sent.filter((value) => !allows(reader, keyword, value));
    return refused.length === 0 ? [] : [{ keyword, witnesses: refused.map((value) => ({ value })) }];
  });
}

function allows(reader: JsonObject, keyword: Keyword, value: Json): boolean {
  const accepted = enumerated(reader);
  if (keyword === 'values') return !accepted || accepted.includes(value);
  const limit = reader[keyword];
  if (accepted || limit === undefined) return true;
  if (typeof value === 'string') {
    if (keyword === 'minLength') return [...value].length >= Number(limit);
    if (keyword === 'maxLength') return [...value].length <= Number(limit);
    if (keyword === 'pattern') return new RegExp(String(limit), 'u').test(value);
    return keyword !== 'format' || (stringFormats.get(String(limit))?.matches(value) ?? false);
  }
  if (keyword === 'minimum') return Number(value) >= Number(limit);
  return keyword !== 'maximum' || Number(value) <= Number(limit);
}

function stringHarms(writer: JsonObject, reader: JsonObject): readonly Harm[] {
  const sent = stringSetOf(writer);
  const anyLength = { lengthMin: 0, lengthMax: Infinity };
  const accepted = enumerated(reader);
  if (accepted) return harmOf('values', findString(sent, listSet(accepted.map(String))), writer);
  const harms: Harm[] = [];
  const { minLength, maxLength, pattern, format } = reader;
  if (minLength !== undefined && Number(minLength) > sent.lengthMin) {
    harms.push(
      ...harmOf('minLength', findString(sent, { ...anyLength, lengthMin: Number(minLength) }), writer),
    );
  }
  if (maxLength !== undefined && Number(maxLength) < sent.lengthMax) {
    harms.push(
      ...harmOf('maxLength', findString(sent, { ...anyLength, lengthMax: Number(maxLength) }), writer),
    );
  }
  if (typeof pattern === 'string' && pattern !== writer.pattern) {
    harms.push(...harmOf('pattern', findString(sent, { ...anyLength, pattern }), writer));
  }
  if (typeof format === 'string' && format !== writer.format) harms.push(formatHarm(writer, format));
  return harms;
}

/**
 * Where a format narrows the writer's strings further, the found string may not have it: its examples may do.
 */
function harmOf(keyword: Keyword, search: Search, writer: JsonObject): readonly Harm[] {
  if (search === 'none') return [];
  const found = typeof search === 'object' ? [search.found] : [];
  const examples = stringFormats.get(String(writer.format))?.examples ?? [];
  return [{ keyword, witnesses: [...found, ...examples].map((value) => ({ value })) }];
}

/** A format is no automaton: a short string, a long one and the look-alike of the format are tried. */
function formatHarm(writer: JsonObject, format: string): Harm {
  const sent = stringSetOf(writer);
  const lookAlike = stringFormats.get(format)?.pattern;
  const searches = [
    findString(
      sent,
      lookAlike === undefined ? undefined : { pattern: lookAlike, lengthMin: 0, lengthMax: Infinity },
    ),
    findString(sent),
    findString(sent, { lengthMin: 0, lengthMax: sent.lengthMin + 1 }),
  ];
  const found = searches.flatMap((search) => (typeof search === 'object' ? [search.found] : []));
  const examples = stringFormats.get(String(writer.format))?.examples ?? [];
  return { keyword: 'format', witnesses: [...found, ...examples].map((value) => ({ value })) };
}

function numberHarms(writer: JsonObject, reader: JsonObject): readonly Harm[] {
  const [lowest, highest] = [Number(writer.minimum), Number(writer.maximum)];
  const accepted = enumerated(reader);
  if (accepted) {
    // One more than there are accepted values: at least one of these is not among them.
    const sent = Array.from({ length: accepted.length + 1 }, (_, at) => lowest + at).filter(
      (it) => it <= highest,
    );
    const refused = sent.filter((value) => !accepted.includes(value));
    return refused.length === 0
      ? []
      : [{ keyword: 'values', witnesses: refused.map((value) => ({ value })) }];
  }
  const harms: Harm[] = [];
  if (lowest < Number(reader.minimum)) harms.push({ keyword: 'minimum', witnesses: [{ value: lowest }] });
  if (highest > Number(reader.maximum)) harms.push({ keyword: 'maximum', witnesses: [{ value: highest }] });
  return harms;
}

function arrayHarms(writer: JsonObject, reader: JsonObject, root: JsonObject): readonly Harm[] {
  const [fewest, most] = [Number(writer.minItems ?? 0), Number(writer.maxItems)];
  const harms: Harm[] = [];
  const few = Number(reader.minItems ?? 0) > fewest;
  if (few) harms.push({ keyword: 'minItems', witnesses: witnessOf(arrayExample(root, writer, fewest)) });
  if (most > Number(reader.maxItems)) {
    const length = Math.max(Number(reader.maxItems) + 1, fewest);
    harms.push({
      keyword: 'maxItems',
      witnesses: length > 1_000 ? [] : witnessOf(arrayExample(root, writer, length)),
    });
  }
  if (reader.uniqueItems === true && writer.uniqueItems !== true && most > 1) {
    const [element] = arrayExample(root, writer, 1) ?? [];
    const same = element === undefined ? [] : Array.from({ length: Math.max(fewest, 2) }, () => element);
    harms.push({ keyword: 'uniqueItems', witnesses: same.length === 0 ? [] : [{ value: same }] });
  }
  return harms;
}

function witnessOf(value: Json | undefined): readonly Witness[] {
  return value === undefined ? [] : [{ value }];
}
