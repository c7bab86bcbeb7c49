import type { JsonObject, Language, Localized } from '@tongban/kernel';
import { type CodeWords, wordFor } from '../code-words.ts';
import { type Command, type Invocation, integerOption, urlOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { padded, tableOf, widthOf } from '../table.ts';
import { type Caller, clientFor } from '../trial-access.ts';

const options = {
  as: {
    type: 'string',
    say: {
      zh: '部门（默认为主管部门，可见全部案件）',
      en: 'department (default: the operator, who sees every case)',
    },
  },
  url: urlOption,
} as const;

const heads = {
  list: {
    zh: ['案件 flow', '事项', '主体 subject', '事件数', '最近事件'],
    en: ['flow', 'kind', 'subject', 'events', 'latest'],
  },
  waiting: {
    zh: ['部门', '等待事项', '状态', '已等待', '期限'],
    en: ['department', 'waited for', 'state', 'waited', 'due'],
  },
} as const;

/** Of a case, and of what is waited for in it. */
const states: CodeWords = {
  running: '进行中',
  complete: '已办结',
  overdue: '已逾期',
  waiting: '等待中',
  done: '已完成',
  'done-late': '逾期完成',
  'not-needed': '无需办理',
};

function callerOf({ options: { as } }: Invocation): Caller {
  return typeof as === 'string' ? { department: as } : { department: 'platform', role: 'operator' };
}

interface FlowList {
  readonly flows: readonly {
    readonly flow: string;
    readonly title: Localized;
    readonly subject: string;
    readonly lastRecordedAt: string;
    readonly events: number;
  }[];
}

/** `tongban flows list`: the cases with the latest events. */
export const flowsList: Command = {
  name: 'flows list',
  summary: { zh: '案件列表，最近有事件的在前', en: 'Cases, the one with the latest event first' },
  options: {
    ...options,
    limit: {
      type: 'string',
      say: { zh: '案件数上限，1 至 200（默认 20）', en: 'cases at most, 1 to 200 (default 20)' },
    },
  },
  async run(invocation) {
    const { output, language } = invocation;
    const limit = integerOption(invocation.options, 'limit', { min: 1, max: 200, otherwise: 20 });
    const client = await clientFor(invocation, callerOf(invocation));
    const answer = await client.flows.list({ limit });
    output.result(answer, () =>
      tableOf(
        heads.list[language],
        (answer as unknown as FlowList).flows.map(({ flow, title, subject, events, lastRecordedAt }) => [
          flow,
          title[language],
          subject,
          String(events),
          lastRecordedAt,
        ]),
      ),
    );
    return exitCodes.ok;
  },
};

interface FlowPage {
  readonly flow: string;
  readonly state: string;
  readonly subject: string;
  readonly kind: { readonly title: Localized } | null;
  readonly departments: readonly {
    readonly department: string;
    readonly waitSeconds: number;
    readonly open: number;
  }[];
  readonly waiting: readonly {
    readonly department: string;
    readonly for: { readonly title: Localized };
    readonly state: string;
    readonly waitSeconds: number;
    readonly due: string | null;
  }[];
  readonly events: readonly {
    readonly recordedAt: string;
    readonly department: string;
    readonly title: Localized;
    readonly summary: Localized | null;
  }[];
}

/** `tongban flows show <id>`: the page of a case. */
export const flowsShow: Command = {
  name: 'flows show',
  argument: { zh: '<correlationid>', en: '<correlationid>' },
  words: [1, 1],
  summary: {
    zh: '一个案件的全程：其事件，及正在等待的部门',
    en: 'A case: its events, and who is waited for',
  },
  options,
  async run(invocation) {
    const client = await clientFor(invocation, callerOf(invocation));
    const answer = await client.flows.get(invocation.words[0] ?? '');
    const { output, language } = invocation;
    output.result(answer, () => pageText(answer, language));
    return exitCodes.ok;
  },
};

function pageText(answer: JsonObject, language: Language): string {
  const page = answer as unknown as FlowPage;
  const kind = page.kind ? page.kind.title[language] : '';
  const width = Math.max(0, ...page.events.map(({ department }) => widthOf(department)));
  return [
    `${page.flow}  ${kind}  ${page.subject}  ${wordFor(page.state, states, language)}`,
    '',
    ...page.events.map(
      ({ recordedAt, department, summary, title }) =>
        `  ${recordedAt}  ${padded(department, width)}  ${summary?.[language] ?? title[language]}`,
    ),
    '',
    tableOf(
      heads.waiting[language],
      page.waiting.map((one) => [
        one.department,
        one.for.title[language],
        wordFor(one.state, states, language),
        language === 'zh' ? `${one.waitSeconds} 秒` : `${one.waitSeconds} s`,
        one.due ?? '',
      ]),
    ),
  ].join('\n');
}
