import type { JsonObject, Language, Localized } from '@tongban/kernel';
import { type Command, type Invocation, integerOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableOf } from '../table.ts';
import { type Caller, clientFor } from '../trial-access.ts';

const options = {
  as: { type: 'string', say: 'department; default: the operator, who sees every case' },
  url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
} as const;

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
  summary: 'Cases, the one with the latest event first 案件列表',
  options: { ...options, limit: { type: 'string', say: 'cases at most, 1 to 200 (default 20)' } },
  async run(invocation) {
    const { output, language } = invocation;
    const limit = integerOption(invocation.options, 'limit', { min: 1, max: 200, otherwise: 20 });
    const client = await clientFor(invocation, callerOf(invocation));
    const answer = await client.flows.list({ limit });
    output.result(answer, () =>
      tableOf(
        ['flow', 'kind', 'subject', 'events', 'latest'],
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
  argument: '<correlationid>',
  words: [1, 1],
  summary: 'A case: its events, and who is waited for 案件全程',
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
  return [
    `${page.flow}  ${kind}  ${page.subject}  ${page.state}`,
    '',
    ...page.events.map(
      ({ recordedAt, department, summary, title }) =>
        `  ${recordedAt}  ${department.padEnd(20)} ${summary?.[language] ?? title[language]}`,
    ),
    '',
    tableOf(
      ['department', 'waited for', 'state', 'waited', 'due'],
      page.waiting.map((one) => [
        one.department,
        one.for.title[language],
        one.state,
        `${one.waitSeconds} s`,
        one.due ?? '',
      ]),
    ),
  ].join('\n');
}
