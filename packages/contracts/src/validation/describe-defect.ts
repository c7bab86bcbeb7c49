import { type JsonObject, jsonPointer, type Localized, type Problem, usccDefect } from '@tongban/kernel';
import type { ErrorObject } from 'ajv';
import { stringExample } from '../compatibility/schema-example.ts';
import { bilingual } from './bilingual.ts';
import { stringFormats, usccSentences } from './formats.ts';

/** A sentence about one broken rule; `field` is how the field is called. */
type Sentence = (limit: unknown, defect: ErrorObject, field: Localized) => Localized;

/**
 * One defect that Ajv found, as a problem with a sentence of our own. Values are not repeated in it, since
 * they may be personal.
 */
export function describeDefect(defect: ErrorObject, at: string): Problem {
  const member = memberOf(defect);
  const pointer = at + defect.instancePath + (member === undefined ? '' : jsonPointer([member]));
  const field = fieldName(defect, member, pointer);
  const limit = limitOf(defect);
  const sentence = sentences[defect.keyword] ?? otherRule;
  return {
    pointer,
    rule: defect.keyword === 'format' && limit === 'uscc' ? 'uscc' : defect.keyword,
    ...(limit === undefined ? {} : { expected: limit }),
    message: sentence(limit, defect, field),
  };
}

/** The member that is missing or too much: the problem is there, not at the object around it. */
function memberOf({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === 'required') return params.missingProperty as string;
  if (keyword === 'additionalProperties') return params.additionalProperty as string;
  return undefined;
}

function limitOf({ keyword, schema, parentSchema }: ErrorObject): unknown {
  if (keyword === 'required' || keyword === 'additionalProperties') return undefined;
  return keyword === 'pattern' ? formOf(parentSchema as JsonObject) : schema;
}

/** A pattern, and what it looks like: people read the example. */
interface Form {
  readonly example?: string;
  readonly pattern: string;
}

const forms = new WeakMap<JsonObject, Form>();

/** Kept, since an odd pattern takes a while to find a text for. */
function formOf(schema: JsonObject): Form {
  const known = forms.get(schema);
  if (known) return known;
  const example = stringExample(schema, 0);
  const pattern = String(schema.pattern);
  const isSound = example !== undefined && new RegExp(pattern, 'u').test(example);
  const form = isSound ? { example, pattern } : { pattern };
  forms.set(schema, form);
  return form;
}

/** `“金额”（amountFen）` and `"amount" (amountFen)`, by the description "金额 / amount" of the schema. */
function fieldName({ parentSchema }: ErrorObject, member: string | undefined, pointer: string): Localized {
  const own = parentSchema as JsonObject;
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const properties = own.properties as JsonObject | undefined;
  const described = member === undefined ? own : (properties?.[member] as JsonObject | undefined);
  const description = described?.description;
  if (typeof description !== 'string') return { zh: name, en: name };
  const { zh, en } = bilingual(description);
  return { zh: `“${zh}”（${name}）`, en: `"${en}" (${name})` };
}

const typeNames: Readonly<Record<string, Localized>> = {
  object: { zh: 'JSON 对象', en: 'a JSON object' },
  array: { zh: '数组', en: 'an array' },
  string: { zh: '字符串', en: 'a string' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
};

const sentences: Readonly<Record<string, Sentence>> = {
  required: (_limit, _defect, { zh, en }) => ({ zh: `缺少${zh}`, en: `${en} is missing` }),
  additionalProperties: (_limit, { parentSchema }, { zh, en }) => {
    const known = Object.keys((parentSchema as JsonObject).properties ?? {});
    return {
      zh: `契约中没有字段 ${zh}，请删除；此处的字段为 ${known.join('、')}`,
      en: `the contract has no field ${en}; leave it out. The fields here are ${known.join(', ')}`,
    };
  },
  type: (limit, { data }, { zh, en }) => {
    const expected = typeNames[String(limit)] ?? { zh: String(limit), en: String(limit) };
    const found = data === null ? 'null' : Array.isArray(data) ? 'array' : typeof data;
    return {
      zh: `${zh}应为${expected.zh}，实际为 ${found}`,
      en: `${en} must be ${expected.en}, not ${found}`,
    };
  },
  enum: (limit, _defect, { zh, en }) => {
    const values = (limit as readonly unknown[]).map(String);
    return { zh: `${zh}应为 ${values.join('、')} 之一`, en: `${en} must be one of ${values.join(', ')}` };
  },
  const: (limit, _defect, { zh, en }) => ({
    zh: `${zh}应为 ${String(limit)}`,
    en: `${en} must be ${String(limit)}`,
  }),
  minLength: (limit, _defect, { zh, en }) => ({
    zh: limit === 1 ? `${zh}不能为空` : `${zh}至少 ${limit} 个字符`,
    en: limit === 1 ? `${en} must not be empty` : `${en} must have at least ${limit} characters`,
  }),
  maxLength: (limit, _defect, { zh, en }) => ({
    zh: `${zh}最多 ${limit} 个字符`,
    en: `${en} must have at most ${limit} characters`,
  }),
  pattern: (limit, _defect, { zh, en }) => {
    const { example, pattern } = limit as Form;
    if (example === undefined) return { zh: `${zh}应符合 ${pattern}`, en: `${en} must match ${pattern}` };
    return {
      zh: `${zh}格式不符，正确的例如 ${example}`,
      en: `${en} must have another form, for example ${example}`,
    };
  },
  format: (limit, { data }, { zh, en }) => {
    const defect = limit === 'uscc' ? usccDefect(data as string) : undefined;
    if (defect) return { zh: `${zh}${usccSentences[defect].zh}`, en: `${en} ${usccSentences[defect].en}` };
    const format = stringFormats.get(String(limit));
    return {
      zh: `${zh}应为${format?.meaning.zh}，例如 ${format?.examples[0]}`,
      en: `${en} must be ${format?.meaning.en}, such as ${format?.examples[0]}`,
    };
  },
  minimum: (limit, _defect, { zh, en }) => ({
    zh: `${zh}不得小于 ${limit}`,
    en: `${en} must be at least ${limit}`,
  }),
  maximum: (limit, _defect, { zh, en }) => ({
    zh: `${zh}不得大于 ${limit}`,
    en: `${en} must be at most ${limit}`,
  }),
  minItems: (limit, _defect, { zh, en }) => ({
    zh: `${zh}至少 ${limit} 项`,
    en: `${en} must have at least ${limit} ${limit === 1 ? 'element' : 'elements'}`,
  }),
  maxItems: (limit, _defect, { zh, en }) => ({
    zh: `${zh}最多 ${limit} 项`,
    en: `${en} must have at most ${limit} ${limit === 1 ? 'element' : 'elements'}`,
  }),
  uniqueItems: (_limit, { params }, { zh, en }) => ({
    zh: `${zh}的各项不得重复：第 ${Number(params.j) + 1} 项与第 ${Number(params.i) + 1} 项相同`,
    en: `the elements of ${en} must differ: number ${Number(params.j) + 1} and number ${Number(params.i) + 1} are the same`,
  }),
};

/** Rules outside the contract profile, should a schema that was not checked come here. */
function otherRule(_limit: unknown, defect: ErrorObject, { zh, en }: Localized): Localized {
  return { zh: `${zh}不符合规则 ${defect.keyword}`, en: `${en} ${defect.message ?? 'breaks a rule'}` };
}
