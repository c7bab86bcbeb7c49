import type { FeedItem } from '@tongban/client';
import { type Json, type Language, sleep } from '@tongban/kernel';
import { usageError } from '../cli-errors.ts';
import { type Command, integerOption, urlOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban feed --as tax`: what a department receives. */
export const feed: Command = {
  name: 'feed',
  summary: {
    zh: '读取一个部门收到的事件；--follow 持续读取',
    en: 'Read what a department receives; --follow goes on',
  },
  options: {
    as: { type: 'string', say: { zh: '接收部门（必填）', en: 'department (required)' } },
    after: {
      type: 'string',
      say: { zh: '从该游标之后读起（默认从头）', en: 'cursor to go on from (default: the beginning)' },
    },
    limit: {
      type: 'string',
      say: {
        zh: '事件数上限，1 至 1,000（默认 20；不能与 --follow 同用）',
        en: 'events to read at most, 1 to 1,000 (default 20; not with --follow)',
      },
    },
    follow: {
      type: 'boolean',
      say: {
        zh: '持续读取，直至按 Ctrl-C（默认读完即止）',
        en: 'go on until Ctrl-C (default: end where there is no more)',
      },
    },
    url: urlOption,
  },
  async run(invocation) {
    const { options, output, signal, clock, language } = invocation;
    if (typeof options.as !== 'string') {
      throw usageError({ zh: 'feed 须以 --as <部门> 指明部门', en: 'feed needs --as <department>' });
    }
    const limit = integerOption(options, 'limit', { min: 1, max: 1_000, otherwise: 20 });
    const follow = options.follow === true;
    if (follow && options.limit !== undefined) {
      throw usageError({
        zh: '--follow 持续读取，不能与 --limit 同用',
        en: '--follow goes on until Ctrl-C and takes no --limit',
      });
    }
    const client = await clientFor(invocation, { department: options.as }, { isPatient: follow });
    let after = options.after as string | undefined;
    let left = follow ? Number.POSITIVE_INFINITY : limit;
    while (!signal.aborted && left > 0) {
      const query = { after, limit: Math.min(left, 100), ...(follow ? { wait: 5 } : {}) };
      const page = await unlessEnded(client.feed(query), signal);
      if (page === undefined) break;
      for (const item of page.events) tell(item, output, language);
      left -= page.events.length;
      after = page.next;
      if (page.atEnd && !follow) break;
      if (page.events.length === 0) await sleep(clock, 100, signal);
    }
    const next = after ?? (language === 'zh' ? '从头' : 'the beginning');
    output.note(language === 'zh' ? `下一游标：${next}` : `next: ${next}`);
    return exitCodes.ok;
  },
};

/** What was waited for, or nothing where Ctrl-C ended the waiting. */
async function unlessEnded<Value>(waiting: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await waiting;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function tell({ cursor, event, withheld, erased }: FeedItem, output: Output, language: Language): void {
  const zh = language === 'zh';
  const gaps = [
    ...withheld.map((one) => (zh ? `未提供（withheld）${one}` : `withheld ${one}`)),
    ...erased.map((one) => (zh ? `已删除（erased）${one}` : `erased ${one}`)),
  ];
  output.item({ cursor, event: event as unknown as Json, withheld: [...withheld], erased: [...erased] }, () =>
    [
      `${cursor}  ${event.time}  ${event.type}  ${event.subject}`,
      `    ${JSON.stringify(event.data)}`,
      ...gaps.map((gap) => `    ${gap}`),
    ].join('\n'),
  );
}
