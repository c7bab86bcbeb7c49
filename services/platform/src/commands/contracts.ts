import type { Proposal } from '@tongban/contracts';
import { contractsFolder } from '@tongban/engines/contracts-folder';
import {
  type Json,
  type JsonObject,
  type Language,
  type Localized,
  parseJson,
  type TongbanError,
} from '@tongban/kernel';
import { cliErrors } from '../cli-errors.ts';
import { type CodeWords, wordFor } from '../code-words.ts';
import { type Command, type Invocation, urlOption } from '../command.ts';
import { sharingWords } from '../contract-terms.ts';
import { exitCodes } from '../exit-codes.ts';
import { padded, tableOf } from '../table.ts';
import { clientFor } from '../trial-access.ts';

const operator = { department: 'platform', role: 'operator' } as const;

const head = {
  zh: ['事件类型', '版本', '共享属性', '名称'],
  en: ['type', 'version', 'sharing', 'title'],
} as const;

const verdictWords: CodeWords = { compatible: '兼容', breaking: '不兼容', invalid: '不符合规范' };
const hurtWords: CodeWords = { 'stored-events': '已存事件', writers: '发布方', readers: '读取方' };

interface ContractList {
  readonly contracts: readonly {
    readonly type: string;
    readonly title: Localized;
    readonly version: string;
    readonly sharing: string;
  }[];
  /** Registered, and not in force. A platform of an earlier version does not tell. */
  readonly refused?: readonly {
    readonly type: string;
    readonly version: string;
    readonly problems: readonly { readonly message: Localized }[];
  }[];
}

/** `tongban contracts list`: the contracts in force. */
export const contractsList: Command = {
  name: 'contracts list',
  summary: { zh: '现行数据契约列表', en: 'Contracts in force' },
  options: { url: urlOption },
  async run(invocation) {
    const { output, language } = invocation;
    const answer = await (await clientFor(invocation, operator)).contracts.list();
    const { contracts, refused = [] } = answer as unknown as ContractList;
    const inForce = contracts.map(({ type, version, sharing, title }) => [
      type,
      version,
      wordFor(sharing, sharingWords, language),
      title[language],
    ]);
    const others = refused.map(({ type, version, problems }) => [
      type,
      version,
      wordFor('refused', sharingWords, language),
      problems[0]?.message[language] ?? '',
    ]);
    output.result(answer, () => tableOf(head[language], [...inForce, ...others]));
    return exitCodes.ok;
  },
};

/** What is told of one proposed version, whether the platform or this machine looked at it. */
interface Report {
  readonly verdict: 'compatible' | 'breaking' | 'invalid';
  readonly type: string;
  readonly version: string;
  readonly isReleased: boolean;
  readonly problems: readonly {
    readonly file: string;
    readonly pointer: string;
    readonly message: Localized;
  }[];
  readonly violations: readonly {
    readonly kind: string;
    readonly path: string;
    readonly message: Localized;
    readonly fix?: Localized;
    readonly counterExample?: Json;
    readonly hurts: readonly string[];
  }[];
  readonly hurt: readonly { readonly department: string; readonly as: string }[];
  readonly nextStep: Localized;
}

/** `tongban contracts check <folder>`: what a department's CI runs before it releases a version. */
export const contractsCheck: Command = {
  name: 'contracts check',
  argument: { zh: '<目录>', en: '<folder>' },
  words: [1, 1],
  summary: {
    zh: '将拟发布的版本与已发布版本比较；有不兼容者时退出码为 4',
    en: 'Compare proposed versions with the released ones; exits with 4 where one is breaking',
  },
  options: {
    url: {
      type: 'string',
      say: {
        zh: '询问该平台，平台知道各类型由谁读取（默认为 TONGBAN_URL，未设则只与本检出的契约比较）',
        en: 'ask this platform, which knows who reads what (default: TONGBAN_URL, else the contracts of the checkout)',
      },
    },
    baseline: {
      type: 'string',
      say: {
        zh: '用于比较的已发布契约目录，不询问平台（默认为本检出的契约）',
        en: 'folder of released contracts to compare with, instead of a platform (default: those of the checkout)',
      },
    },
    as: {
      type: 'string',
      say: {
        zh: '以哪个部门的身份询问平台（默认为主管部门）',
        en: 'department that asks the platform (default: the operator)',
      },
    },
  },
  async run(invocation) {
    const { words, output, language } = invocation;
    const { proposalsIn, readContractFiles } = await import('@tongban/contracts');
    const folder = words[0] ?? '';
    const proposals = proposalsIn(readContractFiles(folder));
    if (proposals.length === 0) throw noContracts(folder);
    const reports: Report[] = [];
    for (const proposal of proposals) {
      output.progress(`${reports.length + 1}/${proposals.length} ${proposal.owner}.${proposal.name}`);
      reports.push(await reportOn(proposal, invocation));
    }
    const verdicts = new Set(reports.map(({ verdict }) => verdict));
    output.result(reports as unknown as Json, () =>
      reports.map((report) => reportText(report, language)).join('\n'),
    );
    if (verdicts.has('invalid')) return exitCodes.refused;
    return verdicts.has('breaking') ? exitCodes.breaking : exitCodes.ok;
  },
};

async function reportOn(proposal: Proposal, invocation: Invocation): Promise<Report> {
  const { options: given, env } = invocation;
  const isAsked = given.baseline === undefined && (given.url !== undefined || env.TONGBAN_URL !== undefined);
  const body = isAsked ? requestFor(proposal) : undefined;
  if (body) {
    const caller = typeof given.as === 'string' ? { department: given.as } : operator;
    const client = await clientFor(invocation, caller);
    return (await client.contracts.check(body)) as unknown as Report;
  }
  const { checkProposal, loadContracts } = await import('@tongban/contracts');
  const folder = typeof given.baseline === 'string' ? given.baseline : contractsFolder;
  const { contracts: _contracts, ...report } = checkProposal({ catalogue: loadContracts(folder), proposal });
  return report;
}

/** What the platform is asked; undefined where a file is no strict JSON, of which this machine can tell all defects. */
function requestFor({ owner, name, major, minor, ...texts }: Proposal): JsonObject | undefined {
  const terms = parseJson(texts.terms);
  const schema = parseJson(texts.schema);
  const upcaster = texts.upcaster === undefined ? undefined : parseJson(texts.upcaster);
  if (!terms.ok || !schema.ok || upcaster?.ok === false) return undefined;
  const step = upcaster === undefined ? {} : { upcaster: upcaster.value };
  return { owner, name, version: `${major}.${minor}`, terms: terms.value, schema: schema.value, ...step };
}

/** A check of nothing is no check: whoever gives the folder of one owner hears which folder is meant. */
function noContracts(folder: string): TongbanError {
  return cliErrors.error('E_CLI_NO_CONTRACTS', {
    detail: {
      zh: `${folder} 下没有 <owner>/<event-name>/v<major>.schema.json；请给出各发布方目录的上一级目录，如本检出的 contracts`,
      en: `There is no <owner>/<event-name>/v<major>.schema.json below ${folder}; give the folder that holds those of the owners, as contracts does in this checkout`,
    },
  });
}

function reportText(
  { type, version, verdict, isReleased, problems, violations, hurt, nextStep }: Report,
  language: Language,
): string {
  const zh = language === 'zh';
  const hurtBy = (as: string): string => wordFor(as, hurtWords, language);
  const released = zh ? '（已发布）' : ' (released)';
  const found = padded(wordFor(verdict, verdictWords, language), zh ? 24 : 10);
  const lines = [`${found} ${type} ${version}${isReleased ? released : ''}`];
  for (const { file, pointer, message } of problems) lines.push(`  ${file}#${pointer}: ${message[language]}`);
  for (const { kind, path, message, fix, counterExample, hurts } of violations) {
    lines.push(
      `  ${kind} ${path || '/'}: ${message[language]}  [${hurts.map(hurtBy).join(zh ? '、' : ', ')}]`,
    );
    if (counterExample !== undefined) lines.push(`    ${JSON.stringify(counterExample)}`);
    if (fix) lines.push(`    → ${fix[language]}`);
  }
  const all = hurt.map(({ department, as }) =>
    zh ? `${department} 的${hurtBy(as)}` : `${department} (${as})`,
  );
  if (hurt.length > 0) lines.push(zh ? `  受影响：${all.join('、')}` : `  hurts: ${all.join(', ')}`);
  if (verdict !== 'compatible') lines.push(`  ${nextStep[language]}`);
  return lines.join('\n');
}
