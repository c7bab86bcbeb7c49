import type { Json, Localized } from '@tongban/kernel';
import type { Direction, FactKind } from './fact.ts';

/** What a sentence is about. */
interface Subject {
  /** How the field is called; terms are not about one. */
  readonly field?: Localized;
  readonly older?: Json;
  readonly newer?: Json;
}

/** What differs, and what follows for whom. */
export function factSentence(kind: FactKind, direction: Direction, subject: Subject): Localized {
  const change = changeSentence(kind, subject);
  const consequence = consequences[direction];
  return { zh: change.zh + consequence.zh, en: change.en + consequence.en };
}

/** What differs. */
export function changeSentence(kind: FactKind, subject: Subject): Localized {
  const { zh, en } = changes[kind] ?? boundChange(kind);
  return { zh: fill(zh, subject, 'zh'), en: fill(en, subject, 'en') };
}

/** What to do instead. */
export function factFix(kind: FactKind, direction: Direction): Localized | undefined {
  if (direction === 'none') return undefined;
  return fixes[kind] ?? (direction === 'reader' ? widenAgain : narrowAgain);
}

const consequences: Readonly<Record<Direction, Localized>> = {
  reader: {
    zh: '；按旧版写成的事件在新版下会被拒绝',
    en: '; events written under the old version are refused by the new one',
  },
  writer: {
    zh: '；按新版写成的事件在旧版下会被拒绝',
    en: '; events written under the new version are refused by the old one',
  },
  none: { zh: '；新旧两版互不影响', en: '; neither version refuses what the other writes' },
};

const changes: Readonly<Partial<Record<FactKind, Localized>>> = {
  'required-added': { zh: '{field}成为必填', en: '{field} becomes required' },
  'required-removed': { zh: '{field}不再必填', en: '{field} is required no more' },
  'property-added': { zh: '新增可选字段{field}', en: 'the optional field {field} is added' },
  'property-removed': { zh: '去掉可选字段{field}', en: 'the optional field {field} is removed' },
  'type-changed': {
    zh: '{field}的类型由 {older} 改为 {newer}',
    en: 'the type of {field} changes from {older} to {newer}',
  },
  'enum-added': { zh: '{field}限定为 {newer}', en: '{field} is limited to {newer}' },
  'enum-narrowed': { zh: '{field}不再允许 {gone}', en: '{field} allows {gone} no more' },
  'enum-widened': { zh: '{field}新增取值 {new}', en: '{field} allows {new} as well' },
  'enum-removed': { zh: '{field}不再限定为 {older}', en: '{field} is limited to {older} no more' },
  'const-changed': { zh: '{field}由 {older} 改为 {newer}', en: '{field} changes from {older} to {newer}' },
  'unique-items-added': { zh: '{field}的各项不得再重复', en: 'the elements of {field} must differ now' },
  'unique-items-removed': { zh: '{field}的各项可以重复', en: 'the elements of {field} may be the same now' },
  'comparison-incomplete': {
    zh: '{field}之后过大，未能比较完',
    en: 'what follows {field} is too large to be compared',
  },
  'subject-changed': { zh: '主体由 {older} 改为 {newer}', en: 'the subject changes from {older} to {newer}' },
  'sequence-key-changed': {
    zh: '排序键由 {older} 改为 {newer}',
    en: 'the sequence key changes from {older} to {newer}',
  },
  'sharing-class-changed': {
    zh: '共享类型由 {older} 改为 {newer}，请复核已有授权',
    en: 'the sharing class changes from {older} to {newer}; review the grants that exist',
  },
  'personal-data-added': {
    zh: '{newer} 列为个人信息，此前的事件中未加密',
    en: '{newer} becomes personal; in earlier events it is not sealed',
  },
  'personal-data-removed': {
    zh: '{older} 不再列为个人信息，今后将不加密',
    en: '{older} is personal no more and would lie in the clear',
  },
  'personal-data-person-changed': {
    zh: '个人信息字段所属的个人由 {older} 改为 {newer}',
    en: 'whose a personal field is changes from {older} to {newer}',
  },
  'signature-required-added': { zh: '今后须签名', en: 'a signature becomes required' },
  'signature-required-removed': { zh: '今后可不签名', en: 'a signature is required no more' },
  'retention-shortened': {
    zh: '保存期限由 {older} 年缩为 {newer} 年',
    en: 'retention falls from {older} to {newer} years',
  },
};

const bounds: Readonly<Record<string, Localized>> = {
  'min-length': { zh: '最少字符数', en: 'the least number of characters' },
  'max-length': { zh: '最多字符数', en: 'the greatest number of characters' },
  minimum: { zh: '最小值', en: 'the minimum' },
  maximum: { zh: '最大值', en: 'the maximum' },
  'min-items': { zh: '最少项数', en: 'the least number of elements' },
  'max-items': { zh: '最多项数', en: 'the greatest number of elements' },
  pattern: { zh: '模式', en: 'the pattern' },
  format: { zh: '格式', en: 'the format' },
};

/** `max-length-lowered`, `pattern-changed` and the like. */
function boundChange(kind: FactKind): Localized {
  const at = kind.lastIndexOf('-');
  const name = bounds[kind.slice(0, at)] ?? { zh: kind, en: kind };
  if (kind.endsWith('-added')) {
    return { zh: `{field}新增${name.zh} {newer}`, en: `{field} gets ${name.en} {newer}` };
  }
  if (kind.endsWith('-removed')) {
    return { zh: `{field}去掉${name.zh} {older}`, en: `{field} loses ${name.en} {older}` };
  }
  return {
    zh: `{field}的${name.zh}由 {older} 改为 {newer}`,
    en: `${name.en} of {field} changes from {older} to {newer}`,
  };
}

const fixes: Readonly<Partial<Record<FactKind, Localized>>> = {
  'required-added': {
    zh: '请改为可选字段；确须必填时发布新的主版本并附升级操作',
    en: 'make it optional; where it must be required, release a new major version with an upcaster',
  },
  'required-removed': {
    zh: '请保留为必填；要去掉时发布新的主版本并附升级操作',
    en: 'keep it required; to let it go, release a new major version with an upcaster',
  },
  'type-changed': {
    zh: '请另加一个可选字段，或发布新的主版本并附升级操作',
    en: 'add another optional field beside it, or release a new major version with an upcaster',
  },
  'enum-widened': {
    zh: '旧版读者不认识新取值：请另加一个可选字段，或发布新的主版本',
    en: 'readers of the old version do not know the new values: add another optional field, or release a new major version',
  },
  'enum-narrowed': {
    zh: '请保留旧取值，已存事件中有它们；不再使用的在说明中注明',
    en: 'keep the old values, stored events have them; say in the description which are used no more',
  },
  'subject-changed': termsFix(),
  'sequence-key-changed': termsFix(),
  'personal-data-removed': {
    zh: '请保留在 personalData 中；条款对所有版本有效',
    en: 'keep it in personalData; the terms hold for every version',
  },
  'personal-data-person-changed': termsFix(),
  'signature-required-added': {
    zh: '请先让本部门各系统都签名，再随新的主版本要求签名',
    en: 'let all your systems sign first, then require it with a new major version',
  },
  'signature-required-removed': {
    zh: '请继续签名，或随新的主版本取消',
    en: 'go on signing, or end it with a new major version',
  },
};

function termsFix(): Localized {
  return {
    zh: '条款对所有版本有效，已有事件不能改：请以新的事件名另立契约',
    en: 'the terms hold for every version and past events cannot change: make a new contract under another name',
  };
}

const widenAgain: Localized = {
  zh: '请至少允许旧版所允许的一切；确须收紧时发布新的主版本并附升级操作',
  en: 'allow at least what the old version allows; to narrow it, release a new major version with an upcaster',
};
const narrowAgain: Localized = {
  zh: '请不要允许旧版所不允许的；确须放宽时发布新的主版本并附升级操作',
  en: 'allow nothing that the old version does not; to widen it, release a new major version with an upcaster',
};

function fill(template: string, { field, older, newer }: Subject, language: 'zh' | 'en'): string {
  const values: Readonly<Record<string, string>> = {
    field: field?.[language] ?? '',
    older: shown(older, language),
    newer: shown(newer, language),
    gone: shown(difference(older, newer), language),
    new: shown(difference(newer, older), language),
  };
  return template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}

function difference(from: Json | undefined, other: Json | undefined): Json {
  if (!Array.isArray(from)) return from ?? null;
  return Array.isArray(other) ? from.filter((value) => !other.includes(value)) : from;
}

function shown(value: Json | undefined, language: 'zh' | 'en'): string {
  if (Array.isArray(value)) return value.map(String).join(language === 'zh' ? '、' : ', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}
