import { type JsonObject, jsonPointer, type Localized, saysSomething } from '@tongban/kernel';
import type { Note } from '../catalogue/contract-files.ts';
import { stringFormats } from '../validation/formats.ts';
import { checkPattern } from './pattern-profile.ts';
import { checkReferences } from './reference-profile.ts';
import { memberOf, referencedName } from './schema-walk.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';
const nameMax = 64;

type Path = readonly (string | number)[];

/** Notes a broken rule at a place of the schema. */
type NoteAt = (path: Path, rule: string, message: Localized, expected?: unknown) => void;

/**
 * What each type may say, besides `type` and `description`. All else is refused, so that all else needs no
 * code.
 */
const keywords: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'const'],
  integer: ['minimum', 'maximum', 'enum', 'const'],
  number: ['minimum', 'maximum'],
  boolean: ['const'],
};
const rootKeywords = ['$schema', '$id', '$defs', 'title'];

/**
 * Checks a schema against the contract profile: a part of JSON Schema 2020-12 in which every object is
 * closed, everything has a bound and every property is described. All defects are noted.
 */
export function checkSchemaProfile(schema: JsonObject, dataschema: string, note: Note): void {
  const noteAt: NoteAt = (path, rule, message, expected) =>
    note({ pointer: jsonPointer(path), rule, ...(expected === undefined ? {} : { expected }), message });
  checkRoot(schema, dataschema, noteAt);
  checkNode(schema, [], noteAt, rootKeywords);
  for (const name of Object.keys(memberOf(schema, '$defs') ?? {})) {
    const definition = memberOf(memberOf(schema, '$defs'), name);
    if (!definition) notObject(['$defs', name], noteAt);
    else checkNode(definition, ['$defs', name], noteAt);
  }
  checkReferences(schema, noteAt);
}

function checkRoot(schema: JsonObject, dataschema: string, note: NoteAt): void {
  const fixed = { $schema: dialect, $id: dataschema, type: 'object' };
  for (const [name, expected] of Object.entries(fixed)) {
    if (schema[name] === expected) continue;
    note([name], 'const', { zh: `${name} 应为 ${expected}`, en: `${name} must be ${expected}` }, expected);
  }
  if (typeof schema.title !== 'string' || !saysSomething(schema.title)) {
    note(['title'], 'required', { zh: '缺少标题 title', en: 'the title is missing' });
  }
}

function checkNode(node: JsonObject, path: Path, note: NoteAt, more: readonly string[] = []): void {
  if (node.$ref !== undefined) {
    checkReferringNode(node, path, note);
    return;
  }
  const { type } = node;
  const known = typeof type === 'string' && Object.hasOwn(keywords, type) ? keywords[type] : undefined;
  if (!known) {
    const expected = Object.keys(keywords);
    note([...path, 'type'], 'type', oneType(expected), expected);
    return;
  }
  for (const keyword of Object.keys(node)) {
    if (keyword === 'type' || keyword === 'description' || known.includes(keyword) || more.includes(keyword))
      continue;
    note([...path, keyword], 'keyword', foreignKeyword(keyword, String(type), known), known);
  }
  if (node.description !== undefined && typeof node.description !== 'string')
    notText([...path, 'description'], note);
  if (type === 'object') checkObject(node, path, note);
  else if (type === 'array') checkArray(node, path, note);
  else if (type === 'string') checkString(node, path, note);
  else if (type === 'integer' || type === 'number') checkNumber(node, path, note);
  else checkValues(node, path, note);
}

function checkReferringNode(node: JsonObject, path: Path, note: NoteAt): void {
  if (referencedName(node.$ref) === undefined) {
    note([...path, '$ref'], 'local-reference', {
      zh: '$ref 只能指向本文件的 #/$defs/<名称>',
      en: '$ref leads to #/$defs/<name> of the same file and nowhere else',
    });
  }
  for (const keyword of Object.keys(node)) {
    if (keyword === '$ref' || keyword === 'description') continue;
    note([...path, keyword], 'keyword', {
      zh: '$ref 旁只能有 description',
      en: 'beside $ref there is only a description',
    });
  }
}

function checkObject(node: JsonObject, path: Path, note: NoteAt): void {
  if (node.additionalProperties !== false) {
    note([...path, 'additionalProperties'], 'closed', closedObject, false);
  }
  const properties = memberOf(node, 'properties');
  if (!properties) {
    note([...path, 'properties'], 'required', {
      zh: '对象须列出 properties',
      en: 'an object lists its properties',
    });
    return;
  }
  for (const name of Object.keys(properties)) {
    const property = memberOf(properties, name);
    const at = [...path, 'properties', name];
    if (!property) notObject(at, note);
    else checkProperty(name, property, at, note);
  }
  checkRequired(node, properties, path, note);
}

function checkProperty(name: string, property: JsonObject, path: Path, note: NoteAt): void {
  // The validator asks `data.name`, which every object answers for the names that its prototype has.
  if (name in Object.prototype) {
    note(path, 'reserved-name', {
      zh: `${name} 是 JavaScript 对象自带的名称，请换一个`,
      en: `${name} is a name that every JavaScript object has; take another`,
    });
  }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name.length > nameMax) {
    note(path, 'camel-case', {
      zh: `字段名应为 camelCase，最多 ${nameMax} 个字符`,
      en: `a field is named in camelCase with at most ${nameMax} characters`,
    });
  }
  if (typeof property.description !== 'string' || !/\S \/ \S/.test(property.description)) {
    note([...path, 'description'], 'description', bilingualDescription);
  }
  if (name.endsWith('Fen') && property.type !== 'integer' && property.$ref === undefined) {
    note([...path, 'type'], 'money', moneyIsFen, 'integer');
  }
  checkNode(property, path, note);
}

function checkRequired(node: JsonObject, properties: JsonObject, path: Path, note: NoteAt): void {
  if (!Array.isArray(node.required)) {
    note([...path, 'required'], 'required', {
      zh: '对象须有 required 列表（可为空）',
      en: 'an object has a list of what is required; it may be empty',
    });
    return;
  }
  const names: readonly unknown[] = node.required;
  for (const [at, name] of names.entries()) {
    if (typeof name === 'string' && Object.hasOwn(properties, name) && names.indexOf(name) === at) continue;
    note([...path, 'required', at], 'known-property', {
      zh: 'required 只能列出 properties 中的字段，且不重复',
      en: 'required lists fields of properties, each once',
    });
  }
}

function checkArray(node: JsonObject, path: Path, note: NoteAt): void {
  checkCount(node, 'minItems', path, note, false);
  checkCount(node, 'maxItems', path, note, true);
  checkOrder(node, 'minItems', 'maxItems', path, note);
  if (node.uniqueItems !== undefined && typeof node.uniqueItems !== 'boolean') {
    note(
      [...path, 'uniqueItems'],
      'type',
      { zh: '应为 true 或 false', en: 'must be true or false' },
      'boolean',
    );
  }
  const items = memberOf(node, 'items');
  if (items) checkNode(items, [...path, 'items'], note);
  else {
    note([...path, 'items'], 'required', {
      zh: '数组须有 items（一个 schema，不用元组）',
      en: 'an array has items: one schema, no tuple',
    });
  }
}

function checkString(node: JsonObject, path: Path, note: NoteAt): void {
  const { format } = node;
  const isListed = checkValues(node, path, note);
  checkCount(node, 'minLength', path, note, false);
  checkCount(node, 'maxLength', path, note, typeof format !== 'string' && !isListed);
  checkOrder(node, 'minLength', 'maxLength', path, note);
  if (format !== undefined && !(typeof format === 'string' && stringFormats.has(format))) {
    const known = [...stringFormats.keys()];
    note([...path, 'format'], 'enum', oneFormat(known), known);
  }
  if (typeof node.pattern === 'string') {
    const defect = checkPattern(node.pattern);
    if (defect) note([...path, 'pattern'], defect.rule, defect.message);
  } else if (node.pattern !== undefined) notText([...path, 'pattern'], note);
}

function checkNumber(node: JsonObject, path: Path, note: NoteAt): void {
  const isListed = checkValues(node, path, note);
  for (const keyword of ['minimum', 'maximum']) {
    const limit = node[keyword];
    if (limit === undefined && isListed) continue;
    const isSound = node.type === 'integer' ? Number.isSafeInteger(limit) : Number.isFinite(limit);
    if (!isSound) note([...path, keyword], 'bounded', boundedNumber(keyword));
  }
  checkOrder(node, 'minimum', 'maximum', path, note);
}

/**
 * Checks an enumeration or a constant, and answers whether there is one: it bounds itself. What else is said beside it
 * could only contradict it, but the validator reads it too.
 */
function checkValues(node: JsonObject, path: Path, note: NoteAt): boolean {
  if (node.enum === undefined && node.const === undefined) return false;
  const keyword = node.enum === undefined ? 'const' : 'enum';
  const values = node.enum === undefined ? [node.const] : node.enum;
  const isSound = (value: unknown): boolean =>
    node.type === 'integer' ? Number.isSafeInteger(value) : typeof value === node.type;
  if (
    !Array.isArray(values) ||
    values.length === 0 ||
    !values.every(isSound) ||
    new Set(values).size < values.length
  ) {
    note([...path, keyword], 'enum', {
      zh: '应列出至少一个值，类型相符且不重复',
      en: 'lists one value or more, of the right type, each once',
    });
  }
  if (node.enum !== undefined && node.const !== undefined) {
    note([...path, 'const'], 'keyword', { zh: 'enum 与 const 只用其一', en: 'enum or const, not both' });
  }
  return true;
}

function checkCount(node: JsonObject, keyword: string, path: Path, note: NoteAt, isNeeded: boolean): void {
  const limit = node[keyword];
  if (limit === undefined ? !isNeeded : Number.isSafeInteger(limit) && Number(limit) >= 0) return;
  note([...path, keyword], 'bounded', {
    zh: `须有 ${keyword}，为非负整数`,
    en: `${keyword} is needed, a whole number from 0`,
  });
}

function checkOrder(node: JsonObject, low: string, high: string, path: Path, note: NoteAt): void {
  const [from, to] = [node[low], node[high]];
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return;
  note([...path, low], 'order', {
    zh: `${low} 大于 ${high}，无值可用`,
    en: `${low} is above ${high}: no value fits`,
  });
}

function notObject(path: Path, note: NoteAt): void {
  note(path, 'type', { zh: '应为一个 schema（JSON 对象）', en: 'must be a schema, a JSON object' }, 'object');
}

function notText(path: Path, note: NoteAt): void {
  note(path, 'type', { zh: '应为字符串', en: 'must be a string' }, 'string');
}

function oneType(expected: readonly string[]): Localized {
  return {
    zh: `每个 schema 有且只有一个 type：${expected.join('、')}`,
    en: `every schema has exactly one type of ${expected.join(', ')}`,
  };
}

function oneFormat(known: readonly string[]): Localized {
  return { zh: `format 应为 ${known.join('、')} 之一`, en: `format must be one of ${known.join(', ')}` };
}

function foreignKeyword(keyword: string, type: string, known: readonly string[]): Localized {
  return {
    zh: `${type} 类型不能用 ${keyword}；可用 ${known.join('、')}`,
    en: `${keyword} is not allowed for ${type}; what is: ${known.join(', ')}`,
  };
}

function boundedNumber(keyword: string): Localized {
  return {
    zh: `须有 ${keyword}，整数在 ±9007199254740991 之内`,
    en: `${keyword} is needed; integers are within ±9007199254740991`,
  };
}

const closedObject: Localized = {
  zh: '对象须封闭：additionalProperties 为 false',
  en: 'objects are closed: additionalProperties is false',
};
const bilingualDescription: Localized = {
  zh: '每个字段须有说明，形如“中文 / English”',
  en: 'every field has a description of the form "中文 / English"',
};
const moneyIsFen: Localized = {
  zh: '以 Fen 结尾的字段是金额，须为整数分',
  en: 'a field that ends in Fen is money, a whole number of fen',
};
