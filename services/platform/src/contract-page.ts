import type { ContractTerms, UpcastOperation } from '@tongban/contracts';
import type { JsonObject, Language, Localized } from '@tongban/kernel';
import { type CodeWords, wordFor } from './code-words.ts';
import { type Labelled, termsInWords } from './contract-terms.ts';
import { schemaFields } from './schema-fields.ts';
import { padded, tableOf, widthOf } from './table.ts';

interface Traffic {
  readonly events: number;
  /** RFC 3339. */
  readonly lastAt: string;
}

/** What `GET /v1/contracts/{type}` answers, as far as it is shown. */
export interface ContractDetails {
  readonly type: string;
  readonly owner: string;
  /** Null where no terms can be understood. */
  readonly terms: ContractTerms | null;
  /** Ascending; none where no version is in force. */
  readonly versions: readonly { readonly version: string; readonly schema: JsonObject }[];
  /** Registered, and not in force. A platform of an earlier version does not tell. */
  readonly refused?: readonly {
    readonly version: string;
    readonly problems: readonly {
      readonly file: string;
      readonly pointer: string;
      readonly message: Localized;
    }[];
  }[];
  readonly upcaster: readonly UpcastOperation[] | null;
  readonly declared: {
    readonly readers: readonly {
      readonly department: string;
      readonly grantId: string;
      readonly status: string;
    }[];
  };
  readonly observed: {
    readonly publishers: readonly (Traffic & { readonly source: string })[];
    readonly readers: readonly (Traffic & { readonly grantId: string })[];
  };
}

const heads = {
  fields: { zh: ['字段', '类型', '必填', '说明'], en: ['field', 'type', 'required', 'description'] },
  publishers: { zh: ['发布方', '事件数', '最近'], en: ['published by', 'events', 'latest'] },
  readers: {
    zh: ['读取方', '授权', '状态', '事件数', '最近'],
    en: ['read by', 'grant', 'state', 'events', 'latest'],
  },
} as const;

/** Of a grant. */
const grantWords: CodeWords = {
  submitted: '已提交',
  incomplete: '材料不全',
  overdue: '逾期未答复',
  refused: '已拒绝',
  agreed: '已同意',
  active: '已开通',
  suspended: '已暂停',
  terminated: '已终止',
  'purpose-ended': '使用目的已终了',
  disposed: '数据已处置',
};

/** A contract for people: its terms, the fields of its latest version, and who publishes and reads it. */
export function contractPage(details: ContractDetails, language: Language): string {
  const { type, owner, terms, versions, refused = [], upcaster } = details;
  const zh = language === 'zh';
  const latest = versions.at(-1);
  const facts: readonly Labelled[] = [
    [zh ? '所有者' : 'owner', [owner]],
    [zh ? '版本' : 'versions', [versionsText(versions, zh)]],
    ...(terms === null ? [] : termsInWords(terms, language)),
  ];
  return [
    terms === null ? type : `${type}  ${terms.title[language]}`,
    '',
    ...labelledLines(facts),
    ...refused.flatMap(({ version, problems }) => [
      '',
      zh ? `版本 ${version} 不符合现行规范：` : `Version ${version} is refused by the profile of today:`,
      ...problems.map(({ file, pointer, message }) => `  ${file}#${pointer}: ${message[language]}`),
    ]),
    ...(latest ? ['', fieldTable(latest.schema, language)] : []),
    ...(upcaster ? ['', ...upcasterLines(upcaster, zh)] : []),
    '',
    ...trafficTables(details, language),
  ].join('\n');
}

function versionsText(versions: ContractDetails['versions'], zh: boolean): string {
  if (versions.length === 0) return zh ? '无现行版本' : 'none in force';
  const all = versions.map(({ version }) => version);
  return `${all.join(zh ? '、' : ', ')}${zh ? '（现行）' : ' (current)'}`;
}

function labelledLines(facts: readonly Labelled[]): readonly string[] {
  const width = Math.max(...facts.map(([label]) => widthOf(label))) + 2;
  return facts.flatMap(([label, lines]) =>
    lines.map((line, at) => `  ${padded(at === 0 ? label : '', width)}${line}`),
  );
}

function fieldTable(schema: JsonObject, language: Language): string {
  const zh = language === 'zh';
  const [yes, no] = zh ? ['是', '否'] : ['yes', 'no'];
  const rows = schemaFields(schema).map(({ path, type, isRequired, description, values }) => {
    const list = values.length === 0 ? '' : `${zh ? '：' : ': '}${values.join(zh ? '、' : ', ')}`;
    return [path, type, isRequired ? yes : no, `${description[language]}${list}`];
  });
  return tableOf(heads.fields[language], rows);
}

function upcasterLines(operations: readonly UpcastOperation[], zh: boolean): readonly string[] {
  return [
    zh ? '上一主版本的数据依次转换如下：' : 'Data of the major version before becomes data of this one by:',
    ...operations.map((operation) => `  ${operation.op} ${stepText(operation)}`),
  ];
}

function stepText(operation: UpcastOperation): string {
  if ('from' in operation) return `${operation.from} → ${operation.path}`;
  if ('value' in operation) return `${operation.path} ${JSON.stringify(operation.value)}`;
  if (!('values' in operation)) return operation.path;
  const pairs = Object.entries(operation.values).map(([from, to]) => `${from} → ${JSON.stringify(to)}`);
  return `${operation.path} ${pairs.join(', ')}`;
}

/** A grant stands with what was read under it; a source that has published nothing is not known. */
function trafficTables(
  { owner, declared, observed }: ContractDetails,
  language: Language,
): readonly string[] {
  const cells = (traffic: Traffic | undefined): readonly string[] => [
    String(traffic?.events ?? 0),
    traffic?.lastAt ?? '',
  ];
  const publishers = observed.publishers.map((one) => [one.source, ...cells(one)]);
  const readers = declared.readers.map(({ department, grantId, status }) => [
    department,
    grantId,
    wordFor(status, grantWords, language),
    ...cells(observed.readers.find((one) => one.grantId === grantId)),
  ]);
  const nobody = language === 'zh' ? '没有部门申请读取' : 'No department has asked to read it.';
  return [
    tableOf(heads.publishers[language], publishers.length > 0 ? publishers : [[owner, ...cells(undefined)]]),
    '',
    readers.length > 0 ? tableOf(heads.readers[language], readers) : nobody,
  ];
}
