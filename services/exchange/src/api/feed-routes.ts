import type { EventStore } from '@tongban/event-store';
import {
  type App,
  type AppContext,
  cancelledOf,
  describeRoute,
  headerOf,
  identityOf,
  loggerOf,
  pageLimit,
  requires,
  textAnswer,
  untilTokenEnds,
  validated,
  waitSeconds,
  wantsHeadOnly,
} from '@tongban/http';
import { limits } from '@tongban/kernel';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Acknowledgements } from '../feeds/acknowledgements.ts';
import {
  type CursorParameter,
  cursorPosition,
  type FeedCursor,
  feedCursor,
  positionOfCursor,
} from '../feeds/feed-cursor.ts';
import { partsOfItems } from '../feeds/feed-item.ts';
import type { FeedPage, FeedReader } from '../feeds/feed-reader.ts';
import { acknowledgedResponses, feedResponses, positionResponses } from './event-answers.ts';

/** A comment is sent so often, so that proxies and readers see that the stream lives. */
const heartbeatMs = 15_000;
/** Events read at once for a stream. */
const streamPageMax = 500;

const cursorText = z
  .string()
  .max(100)
  .describe('A cursor: `next` or the `cursor` of an event that you received');

export interface FeedRoutesOptions {
  readonly store: EventStore;
  readonly reader: FeedReader;
  readonly acknowledgements: Acknowledgements;
}

/** Receiving: pages with long polling, a stream that resumes, and acknowledgement. One cursor for all of them. */
export function mountFeedRoutes(app: App, options: FeedRoutesOptions): void {
  const { store, reader, acknowledgements } = options;

  const positionOf = async (
    c: AppContext,
    cursor: string | undefined,
    parameter?: CursorParameter,
  ): Promise<number> => {
    const position = cursorPosition(cursor, identityOf(c).department, await store.head(), parameter);
    if (!position.ok) throw position.failure;
    return position.value;
  };

  /** A reader that has no cursor yet may say so by an empty one. */
  const start = (c: AppContext, after: string | undefined): Promise<number> =>
    positionOf(c, after === '' ? undefined : after);

  app.get(
    '/v1/feed',
    requires('department'),
    describeRoute({
      tags: ['receive'],
      summary: 'The events that your department may receive 接收事件',
      description:
        'In the order in which they were recorded, with the fields that your grants name. Without `after` it begins ' +
        'at the first event there is; go on with `next`. With `wait` the answer comes as soon as there is an event.',
      responses: feedResponses,
    }),
    validated(
      'query',
      z.object({
        after: cursorText.optional(),
        limit: pageLimit({ max: limits.pageEventsMax, default: 100 }),
        wait: waitSeconds(limits.waitSecondsMax),
      }),
    ),
    async (c) => {
      const { after, limit, wait } = c.req.valid('query');
      const { department, system } = identityOf(c);
      const position = await start(c, after);
      if (wantsHeadOnly(c as never)) return c.body(null, 200, { 'content-type': 'application/json' });
      const reading = { department, system, channel: 'pull', after: position, limit } as const;
      const waiting = (tokenEnd: AbortSignal): Promise<FeedPage> => {
        const over = [cancelledOf(c), tokenEnd, AbortSignal.timeout(wait * 1_000)];
        return reader.readOrWait(reading, AbortSignal.any(over));
      };
      const page = wait === 0 ? await reader.read(reading) : await untilTokenEnds(c as never, waiting);
      const rest = JSON.stringify({ next: page.next, atEnd: page.atEnd }).slice(1);
      const parts = [Buffer.from('{"events":['), ...partsOfItems(page.items), Buffer.from(`],${rest}`)];
      return c.body(Buffer.concat(parts), 200, {
        'content-type': 'application/json',
      });
    },
  );

  app.get(
    '/v1/feed/stream',
    requires('department'),
    describeRoute({
      tags: ['receive'],
      summary: 'The same feed as Server-Sent Events 事件流',
      description:
        'Each message has the cursor as its id: a reader that reconnects with `Last-Event-ID` goes on after it. ' +
        '`caught-up` says that everything recorded so far was sent. It ends when the token of its request ends.',
      responses: {
        200: textAnswer('Messages, each with a `FeedItem` as its data.', 'text/event-stream'),
      },
    }),
    validated('query', z.object({ after: cursorText.optional() })),
    async (c) => {
      const { department, system } = identityOf(c);
      const position = await start(c, headerOf(c, 'last-event-id') ?? c.req.valid('query').after);
      if (wantsHeadOnly(c as never)) return c.body(null, 200, { 'content-type': 'text/event-stream' });
      c.header('X-Accel-Buffering', 'no');
      const log = loggerOf(c);
      const follow = async (stream: SSEStreamingApi, tokenEnd: AbortSignal): Promise<void> => {
        const gone = new AbortController();
        stream.onAbort(() => gone.abort());
        const signal = AbortSignal.any([cancelledOf(c), gone.signal, tokenEnd]);
        const beat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
        let after: number = position;
        let isCaughtUp = false;
        try {
          while (!signal.aborted) {
            const reading = { department, system, channel: 'stream', after, limit: streamPageMax } as const;
            const page: FeedPage = isCaughtUp
              ? await reader.readOrWait(reading, signal)
              : await reader.read(reading);
            if (signal.aborted) break;
            after = positionOfCursor(page.next);
            if (page.items.length > 0) await stream.write(sseMessages(page));
            if (page.atEnd && (page.items.length > 0 || !isCaughtUp))
              await stream.write(caughtUpMessage(page.next));
            isCaughtUp = page.atEnd;
          }
          if (tokenEnd.aborted) await stream.write(tokenEnded);
        } finally {
          clearInterval(beat);
        }
      };
      // The status is sent already: the stream ends, and the reader comes back with its cursor.
      return streamSSE(
        c,
        (stream) => untilTokenEnds(c as never, (tokenEnd) => follow(stream, tokenEnd)),
        async (error) => log.error({ error, department }, 'A feed stream broke.'),
      );
    },
  );

  app.post(
    '/v1/feed/ack',
    requires('department'),
    describeRoute({
      tags: ['receive'],
      summary: 'Say up to where your system has handled the feed 确认已处理',
      description:
        'For operations, who see how far each system is. It never moves back and never limits what you may read.',
      responses: acknowledgedResponses,
    }),
    validated('json', z.object({ cursor: cursorText })),
    async (c) => {
      const { department, system } = identityOf(c);
      const position = await positionOf(c, c.req.valid('json').cursor, 'cursor');
      const acknowledged = await acknowledgements.acknowledge({ department, system, position });
      return c.json({ cursor: feedCursor(department, acknowledged) });
    },
  );

  app.get(
    '/v1/feed/position',
    requires('department'),
    describeRoute({
      tags: ['receive'],
      summary: 'Up to where your system has acknowledged, and where the feed ends 进度',
      responses: positionResponses,
    }),
    async (c) => {
      const { department, system } = identityOf(c);
      const [acknowledged, head] = await Promise.all([
        acknowledgements.of({ department, system }),
        store.head(),
      ]);
      return c.json({
        acknowledged: acknowledged === undefined ? null : feedCursor(department, acknowledged),
        head: feedCursor(department, head),
      });
    },
  );
}

function sseMessages({ items }: FeedPage): Uint8Array {
  return Buffer.concat(
    items.flatMap(({ cursor, parts }) => [
      Buffer.from(`id: ${cursor}\nevent: event\ndata: `),
      ...parts,
      endOfMessage,
    ]),
  );
}

/** A comment: programs need none, since the end says it, and whoever looks at the stream learns why. */
const tokenEnded = ': the access token has expired; come back with a new one\n\n';

const endOfMessage = Buffer.from('\n\n');

function caughtUpMessage(cursor: FeedCursor): string {
  return `id: ${cursor}\nevent: caught-up\ndata: ${JSON.stringify({ cursor })}\n\n`;
}
