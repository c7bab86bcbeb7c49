import type { FeedItem } from '@tongban/client';
import { type Json, sleep } from '@tongban/kernel';
import { usageError } from '../cli-errors.ts';
import { type Command, integerOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban feed --as tax`: what a department receives. */
export const feed: Command = {
  name: 'feed',
  summary: 'Read what a department receives; --follow goes on 接收事件',
  options: {
    as: { type: 'string', say: 'department' },
    after: { type: 'string', say: 'cursor to go on from; default: the beginning' },
    limit: { type: 'string', say: 'events to read at most, 1 to 1,000 (default 20; not with --follow)' },
    follow: { type: 'boolean', say: 'go on until Ctrl-C' },
    url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
  },
  async run(invocation) {
    const { options, output, signal, clock } = invocation;
    if (typeof options.as !== 'string') {
      throw usageError({ zh: 'feed 须以 --as <部门> 指明部门', en: 'feed needs --as <department>' });
    }
    const limit = integerOption(options, 'limit', { min: 1, max: 1_000, otherwise: 20 });
    const follow = options.follow === true;
    const client = await clientFor(invocation, { department: options.as }, { isPatient: follow });
    let after = options.after as string | undefined;
    let left = follow ? Number.POSITIVE_INFINITY : limit;
    while (!signal.aborted && left > 0) {
      const query = { after, limit: Math.min(left, 100), ...(follow ? { wait: 5 } : {}) };
      const page = await unlessEnded(client.feed(query), signal);
      if (page === undefined) break;
      for (const item of page.events) tell(item, output);
      left -= page.events.length;
      after = page.next;
      if (page.atEnd && !follow) break;
      if (page.events.length === 0) await sleep(clock, 100, signal);
    }
    output.note(`next: ${after ?? 'the beginning'}`);
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

function tell({ cursor, event, withheld, erased }: FeedItem, output: Output): void {
  const gaps = [...withheld.map((one) => `withheld ${one}`), ...erased.map((one) => `erased ${one}`)];
  output.item({ cursor, event: event as unknown as Json, withheld: [...withheld], erased: [...erased] }, () =>
    [
      `${cursor}  ${event.time}  ${event.type}  ${event.subject}`,
      `    ${JSON.stringify(event.data)}`,
      ...gaps.map((gap) => `    ${gap}`),
    ].join('\n'),
  );
}
