import type { Proposal } from '@tongban/contracts';
import { contractsFolder } from '@tongban/engines/contracts-folder';
import { type Json, type JsonObject, type Language, type Localized, parseJson } from '@tongban/kernel';
import type { Command, Invocation } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableOf } from '../table.ts';
import { clientFor } from '../trial-access.ts';

const options = {
  url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
} as const;
const operator = { department: 'platform', role: 'operator' } as const;

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
  summary: 'Contracts in force 数据契约列表',
  options,
  async run(invocation) {
    const { output, language } = invocation;
    const answer = await (await clientFor(invocation, operator)).contracts.list();
    const { contracts, refused = [] } = answer as unknown as ContractList;
    const inForce = contracts.map(({ type, version, sharing, title }) => [
      type,
      version,
      sharing,
      title[language],
    ]);
    const others = refused.map(({ type, version, problems }) => [
      type,
      version,
      'refused',
      problems[0]?.message[language] ?? '',
    ]);
    output.result(answer, () => tableOf(['type', 'version', 'sharing', 'title'], [...inForce, ...others]));
    return exitCodes.ok;
  },
};

/** `tongban contracts show <type>`: one contract with its terms and schemas. */
export const contractsShow: Command = {
  name: 'contracts show',
  argument: '<type>',
  words: [1, 1],
  summary: 'One contract: terms, schemas, who publishes and who reads 数据契约',
  options,
  async run(invocation) {
    const answer = await (await clientFor(invocation, operator)).contracts.get(invocation.words[0] ?? '');
    invocation.output.result(answer, () => JSON.stringify(answer, null, 2));
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
  argument: '<folder>',
  words: [1, 1],
  summary: 'Compare proposed versions with the released ones; exits with 4 where one is breaking 契约检查',
  options: {
    url: {
      type: 'string',
      say: 'ask this platform, which knows who reads what; default: the contracts of the checkout',
    },
    baseline: { type: 'string', say: 'folder of released contracts to compare with, instead of a platform' },
    as: { type: 'string', say: 'department that asks the platform (default: the operator)' },
  },
  async run(invocation) {
    const { words, output, language } = invocation;
    const { proposalsIn, readContractFiles } = await import('@tongban/contracts');
    const proposals = proposalsIn(readContractFiles(words[0] ?? ''));
    const reports: Report[] = [];
    for (const proposal of proposals) {
      output.progress(`${reports.length + 1}/${proposals.length} ${proposal.owner}.${proposal.name}`);
      reports.push(await reportOn(proposal, invocation));
    }
    const verdicts = new Set(reports.map(({ verdict }) => verdict));
    output.result(reports as unknown as Json, () => reportsText(reports, language));
    if (reports.length === 0 || verdicts.has('invalid')) return exitCodes.refused;
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

function reportsText(reports: readonly Report[], language: Language): string {
  if (reports.length === 0) return 'no <owner>/<event-name>/v<major>.schema.json was found in the folder';
  return reports.map((report) => reportText(report, language)).join('\n');
}

function reportText(
  { type, version, verdict, isReleased, problems, violations, hurt, nextStep }: Report,
  language: Language,
): string {
  const lines = [`${verdict.padEnd(10)} ${type} ${version}${isReleased ? ' (released)' : ''}`];
  for (const { file, pointer, message } of problems) lines.push(`  ${file}#${pointer}: ${message[language]}`);
  for (const { kind, path, message, fix, counterExample, hurts } of violations) {
    lines.push(`  ${kind} ${path || '/'}: ${message[language]}  [${hurts.join(', ')}]`);
    if (counterExample !== undefined) lines.push(`    ${JSON.stringify(counterExample)}`);
    if (fix) lines.push(`    → ${fix[language]}`);
  }
  if (hurt.length > 0)
    lines.push(`  hurts: ${hurt.map(({ department, as }) => `${department} (${as})`).join(', ')}`);
  if (verdict !== 'compatible') lines.push(`  ${nextStep[language]}`);
  return lines.join('\n');
}
