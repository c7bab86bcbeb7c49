import {
  type JsonObject,
  jsonPointer,
  type Localized,
  type Problem,
  pointerPath,
  saysSomething,
} from '@tongban/kernel';
import type { ContractTerms, ContractVersion, PersonalField } from '../catalogue/contract.ts';
import type { Note } from '../catalogue/contract-files.ts';
import { placeholderSteps, templateParts } from '../validation/summary-template.ts';
import { isAlwaysThere, schemaAt } from './schema-walk.ts';

/**
 * Checks what terms and schemas say of each other. The terms are sound by themselves; versions are ascending.
 */
export function checkTermsProfile(
  terms: ContractTerms,
  versions: readonly ContractVersion[],
  note: Note,
): void {
  checkTexts(terms, [], note);
  checkSharing(terms, note);
  if (versions.length === 0) return;
  checkPersonalData(terms, versions, note);
  const problem = sequenceProblem(terms, versions);
  if (problem) note(problem);
  checkSummary(terms, versions, note);
}

/** What people read of a contract says something, also where it has characters enough. */
function checkTexts(value: unknown, path: readonly (string | number)[], note: Note): void {
  if (typeof value === 'string') {
    if (!saysSomething(value)) note({ pointer: jsonPointer(path), rule: 'not-blank', message: blank });
  } else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    for (const [name, member] of Object.entries(value))
      checkTexts(member, [...path, isList ? Number(name) : name], note);
  }
}

function checkSharing({ sharing }: ContractTerms, note: Note): void {
  const needed = { conditional: 'conditions', 'not-shared': 'citation', unconditional: undefined }[
    sharing.class
  ];
  for (const member of ['conditions', 'citation'] as const) {
    const isThere = sharing[member] !== undefined;
    if (isThere === (member === needed)) continue;
    note({
      pointer: `/sharing/${member}`,
      rule: isThere ? 'additionalProperties' : 'required',
      message: isThere
        ? {
            zh: `共享类型为 ${sharing.class} 时不写 ${member}`,
            en: `a contract that is ${sharing.class} has no ${member}`,
          }
        : sharingNeeds[member],
    });
  }
}

function checkPersonalData(
  { personalData }: ContractTerms,
  versions: readonly ContractVersion[],
  note: Note,
): void {
  const listed = new Set(personalData.map(({ pointer }) => pointer));
  for (const [at, field] of personalData.entries()) {
    const pointer = jsonPointer(['personalData', at, 'pointer']);
    const found = versions.map(({ schema }) => schemaAt(schema, pointerPath(field.pointer)));
    if (found.every((schema) => schema === undefined)) note(noField(pointer, field.pointer));
    if (personalData.findIndex((one) => one.pointer === field.pointer) < at) note(listedTwice(pointer));
    if (found.some((schema) => schema && schema.type !== 'string')) note(noString(pointer, field.pointer));
    if (field.person !== 'subject') {
      const person = jsonPointer(['personalData', at, 'person']);
      const problem = personProblem(field, versions, person);
      if (problem) note(problem);
      if (listed.has(field.person)) note(personListed(person));
    }
  }
}

/** Wherever the field is, its person must be: without one nobody's key could seal it. */
function personProblem(
  field: PersonalField,
  versions: readonly ContractVersion[],
  pointer: string,
): Problem | undefined {
  const steps = pointerPath(field.person);
  for (const { schema, version } of versions) {
    if (!schemaAt(schema, pointerPath(field.pointer))) continue;
    const person = schemaAt(schema, steps);
    if (!person) return noField(pointer, field.person, version);
    if (person.type !== 'string') return noString(pointer, field.person);
  }
  const own = pointerPath(field.pointer);
  const stars = steps.lastIndexOf('*') + 1;
  if (steps.slice(0, stars).join('/') === own.slice(0, stars).join('/')) return undefined;
  return {
    pointer,
    rule: 'same-element',
    message: {
      zh: '个人编号须与字段在同一数组元素之内',
      en: 'the person must be named within the same array element as the field',
    },
  };
}

/** The key is part of the stream's name: beside the event, outside what is sealed, in whatever engine stores it. */
function sequenceProblem(
  { sequence, personalData }: ContractTerms,
  versions: readonly ContractVersion[],
): Problem | undefined {
  if (sequence.key === 'subject') return undefined;
  if (personalData.some(({ pointer }) => pointer === sequence.key)) return keyInClear(sequence.key);
  const steps = pointerPath(sequence.key);
  for (const { schema, version } of versions) {
    const key = schemaAt(schema, steps);
    if (!key) return noField('/sequence/key', sequence.key, version);
    if (key.type !== 'string') return noString('/sequence/key', sequence.key);
    if (isAlwaysThere(schema, steps)) continue;
    return {
      pointer: '/sequence/key',
      rule: 'required',
      message: {
        zh: `排序键 ${sequence.key} 须为必填（版本 ${version}）`,
        en: `the sequence key ${sequence.key} must be required in version ${version}`,
      },
    };
  }
  return undefined;
}

/**
 * A sentence stands in lists, before many readers at once. It never has a personal field in it: whoever reads one opens the
 * event itself, so that each read can be recorded.
 */
function checkSummary(terms: ContractTerms, versions: readonly ContractVersion[], note: Note): void {
  const latest = versions.at(-1)?.schema as JsonObject;
  for (const language of ['zh', 'en'] as const) {
    for (const part of templateParts(terms.summary[language])) {
      if (!('placeholder' in part) || ['subject', 'source', 'time'].includes(part.placeholder)) continue;
      const steps = placeholderSteps(part.placeholder);
      const schema = steps && schemaAt(latest, steps);
      if (schema && schema.type !== 'object' && !holdsObjects(schema)) {
        if (isPersonal(steps, terms)) note(summaryInClear(language, part.placeholder));
        continue;
      }
      note({
        pointer: `/summary/${language}`,
        rule: 'placeholder',
        message: {
          zh: `{${part.placeholder}} 不是可写入句子的字段；可用 {subject}、{source}、{time}、{data.字段}`,
          en: `{${part.placeholder}} is no field that a sentence can say; what is: {subject}, {source}, {time}, {data.field}`,
        },
      });
    }
  }
}

/** Whether a place is a personal field, or holds some. */
function isPersonal(steps: readonly string[], { personalData }: ContractTerms): boolean {
  return personalData.some(({ pointer }) => {
    const personal = pointerPath(pointer);
    return (
      steps.length <= personal.length &&
      steps.every((step, at) => personal[at] === step || personal[at] === '*')
    );
  });
}

function holdsObjects(schema: JsonObject): boolean {
  const items = schema.items as JsonObject | undefined;
  return (
    schema.type === 'array' &&
    (items?.$ref !== undefined || items?.type === 'object' || items?.type === 'array')
  );
}

function noField(pointer: string, named: string, version?: string): Problem {
  const inVersion: Localized = version
    ? { zh: `版本 ${version} 的`, en: ` of version ${version}` }
    : { zh: '', en: '' };
  return {
    pointer,
    rule: 'known-field',
    message: {
      zh: `${inVersion.zh} schema 中没有 ${named}`.trim(),
      en: `the schema${inVersion.en} has no ${named}`,
    },
  };
}

function noString(pointer: string, named: string): Problem {
  return {
    pointer,
    rule: 'string-field',
    message: { zh: `${named} 须为字符串`, en: `${named} must be a string` },
  };
}

function listedTwice(pointer: string): Problem {
  return {
    pointer,
    rule: 'one-person',
    message: {
      zh: '同一字段只能列一次：它只能以一人的密钥加密',
      en: 'a field is listed once: it is sealed under the key of one person',
    },
  };
}

function personListed(pointer: string): Problem {
  return {
    pointer,
    rule: 'opaque-person',
    message: {
      zh: '个人编号本身不能是个人信息字段，请用 P-000123 这样的不透明编号',
      en: 'the id of the person cannot be a personal field itself; use an opaque id such as P-000123',
    },
  };
}

function keyInClear(key: string): Problem {
  return {
    pointer: '/sequence/key',
    rule: 'personal-in-clear',
    message: {
      zh: `个人信息字段 ${key} 不能作排序键：其值会以明文写入流的名称，人人可见且无法删除；请用 subject 或不透明编号`,
      en: `the personal field ${key} cannot be the sequence key: its value would stand in clear in the name of the stream, for every reader and for ever; use subject or an opaque id`,
    },
  };
}

function summaryInClear(language: 'zh' | 'en', placeholder: string): Problem {
  return {
    pointer: `/summary/${language}`,
    rule: 'personal-in-clear',
    message: {
      zh: `{${placeholder}} 是个人信息字段，摘要中不得出现；请去掉，或改用不透明编号`,
      en: `{${placeholder}} is a personal field, which a summary does not tell; leave it out, or name the opaque id`,
    },
  };
}

const blank: Localized = {
  zh: '不能只有空白，须写明内容',
  en: 'it has blanks alone; it has to say something',
};
const sharingNeeds: Readonly<Record<'conditions' | 'citation', Localized>> = {
  conditions: {
    zh: '有条件共享须写明条件 conditions（中英文）',
    en: 'what is shared conditionally states its conditions in zh and en',
  },
  citation: {
    zh: '不予共享须引用法律、行政法规或国务院决定 citation',
    en: 'what is not shared cites the law, administrative regulation or State Council decision that says so',
  },
};
