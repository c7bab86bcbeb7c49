import type { JsonObject } from '@tongban/kernel';
import type { StringSet } from '../patterns/find-string.ts';
import { stringFormats } from '../validation/formats.ts';

/** The strings of a schema, as far as pattern, length and format say it: all of them and perhaps others. */
export function stringSetOf(node: JsonObject): StringSet {
  const format = stringFormats.get(String(node.format));
  const pattern = typeof node.pattern === 'string' ? node.pattern : format?.pattern;
  return {
    lengthMin: Number(node.minLength ?? 0),
    lengthMax: Number(node.maxLength ?? format?.lengthMax ?? Infinity),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** The strings of a list. */
export function listSet(values: readonly string[]): StringSet {
  const options = values.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return { pattern: `^(${options.join('|')})$`, lengthMin: 0, lengthMax: Infinity };
}
