import { type Clock, decodeJson, TongbanError } from '@tongban/kernel';
import { clientErrors } from './errors.ts';
import type { FeedCursor, FeedItem, FeedPage } from './feed-item.ts';
import type { HttpCalls } from './http-calls.ts';
import { foreignAnswer } from './problem-of-answer.ts';
import { sseParser } from './sse-parser.ts';

/** Reads on from a cursor over one connection, until the connection ends or fails. */
export type FeedSource = (after: FeedCursor | undefined, signal: AbortSignal) => AsyncIterable<FeedPage>;

const pollWaitSeconds = 25;
const pollPageEvents = 500;
/** Longer than two heartbeats of the platform: a stream that is silent for so long is dead. */
const silenceMsMax = 45_000;

export interface FeedQuery {
  readonly after?: FeedCursor | undefined;
  /** Events in a page, at most 1,000. */
  readonly limit?: number;
  /** Seconds to wait for an event, at most 30. */
  readonly wait?: number;
}

/** One page of the feed, in one attempt. */
export async function feedPage(
  http: HttpCalls,
  { after, limit, wait = 0 }: FeedQuery,
  signal?: AbortSignal,
): Promise<FeedPage> {
  const page = await http.json<Partial<FeedPage>>({
    method: 'GET',
    path: '/v1/feed',
    query: { after, limit, wait },
    timeoutMs: (wait + 30) * 1_000,
    signal,
  });
  if (!Array.isArray(page.events) || typeof page.next !== 'string') {
    throw foreignAnswer({ status: 200, address: '/v1/feed', text: JSON.stringify(page) });
  }
  return { events: page.events, next: page.next, atEnd: page.atEnd === true };
}

/** The feed by long polling. */
export function polledFeed(http: HttpCalls): FeedSource {
  return async function* (after, signal) {
    let at = after;
    while (!signal.aborted) {
      const page = await feedPage(http, { after: at, limit: pollPageEvents, wait: pollWaitSeconds }, signal);
      yield page;
      at = page.next;
    }
  };
}

/** The feed by Server-Sent Events. Ends when the platform ends the stream; fails when it falls silent. */
export function streamedFeed(http: HttpCalls, clock: Clock): FeedSource {
  return async function* (after, signal) {
    const connection = new AbortController();
    const leave = (): void => connection.abort();
    signal.addEventListener('abort', leave, { once: true });
    let cancelWatch = (): void => {};
    const watch = (): void => {
      cancelWatch();
      cancelWatch = clock.after(silenceMsMax, leave);
    };
    try {
      const body = await http.stream({
        method: 'GET',
        path: '/v1/feed/stream',
        query: { after },
        headers: { accept: 'text/event-stream' },
        signal: connection.signal,
      });
      const parse = sseParser();
      const reader = body
        .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
        .getReader();
      for (;;) {
        watch();
        const { done, value } = await reader.read();
        cancelWatch();
        if (done) return;
        for (const { event, data, id } of parse(value)) {
          if (event === 'event') yield pageOf(data);
          else if (event === 'caught-up') yield { events: [], next: id, atEnd: true };
        }
      }
    } catch (error) {
      throw connection.signal.aborted && !signal.aborted ? silent() : lost(error);
    } finally {
      cancelWatch();
      signal.removeEventListener('abort', leave);
      connection.abort();
    }
  };
}

function pageOf(data: string): FeedPage {
  let item: FeedItem;
  try {
    item = decodeJson(data) as FeedItem;
  } catch {
    throw foreignAnswer({ status: 200, address: '/v1/feed/stream', text: data });
  }
  return { events: [item], next: item.cursor, atEnd: false };
}

function silent(): Error {
  return clientErrors.error('E_CLIENT_TIMEOUT', {
    detail: {
      zh: `事件流 ${silenceMsMax / 1_000} 秒没有任何内容`,
      en: `The stream was silent for ${silenceMsMax / 1_000} s`,
    },
  });
}

/** A stream that breaks off while it is read fails with an error of our own kind, to be tried again. */
function lost(error: unknown): unknown {
  return error instanceof TongbanError ? error : clientErrors.error('E_CLIENT_UNREACHABLE', { cause: error });
}
