import { sleep } from '@tongban/kernel';
import { type Command, integerOption, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban feed --as tax`: what a department receives. */
export const feed: Command = {
  name: 'feed',
  summary: 'Read what a department receives; --follow goes on 接收事件',
  options: {
    as: { type: 'string', say: 'department' },
    after: { type: 'string', say: 'cursor to go on from; default: the beginning' },
    limit: { type: 'string', say: 'events to read at most (default 20; not with --follow)' },
    follow: { type: 'boolean', say: 'go on until Ctrl-C' },
    url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
  },
  async run({ options, output, env, signal, clock }) {
    if (typeof options.as !== 'string') throw new UsageError('tongban feed needs --as <department>');
    const client = clientFor({ url: options.url, env, department: options.as });
    const limit = integerOption(options, 'limit', { min: 1, max: 1_000, otherwise: 20 });
    let after = options.after as string | undefined;
    let read = 0;
    while (!signal.aborted && (options.follow === true || read < limit)) {
      const page = await client.feed({
        ...(after === undefined ? {} : { after }),
        limit: options.follow === true ? 100 : limit - read,
        ...(options.follow === true ? { wait: 5 } : {}),
      });
      for (const { cursor, event, withheld, erased } of page.events) {
        const gaps = [...withheld.map((one) => `withheld ${one}`), ...erased.map((one) => `erased ${one}`)];
        output.item({ cursor, event: event as never, withheld: [...withheld], erased: [...erased] }, () =>
          [
            `${cursor}  ${event.time}  ${event.type}  ${event.subject}`,
            `    ${JSON.stringify(event.data)}`,
            ...gaps.map((gap) => `    ${gap}`),
          ].join('\n'),
        );
      }
      read += page.events.length;
      after = page.next;
      if (page.atEnd && options.follow !== true) break;
      if (page.events.length === 0) await sleep(clock, 100, signal);
    }
    output.note(`next: ${after ?? 'the beginning'}`);
    return exitCodes.ok;
  },
};
