import {
  type AllPage,
  type AllRead,
  matchesFilter,
  type Position,
  pageLimit,
  type RecordedEvent,
  readFrom,
  type StreamName,
  type StreamRead,
} from '@tongban/event-store';
import type { Claims } from './claims.ts';
import type { Connection } from './connection.ts';
import { recordOf } from './event-record.ts';
import { eventUuid } from './event-uuid.ts';
import type { FeedPart } from './feed.ts';
import type { HeadScan } from './head-scan.ts';
import type { Namespace } from './namespace.ts';

export interface ReaderOptions {
  readonly connection: Connection;
  readonly namespace: Namespace;
  readonly claims: Claims;
  readonly heads: HeadScan;
  feed(after: Position, signal: AbortSignal): AsyncIterable<FeedPart>;
}

/** Events that one filtered page looks at, so that a rare type does not hold it up. */
const scannedEventsMax = 20_000;

/** Pages of streams and of everything, and single events. */
export class Reader {
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  async readStream(stream: StreamName, read: StreamRead = {}): Promise<readonly RecordedEvent[]> {
    const limit = pageLimit(read.limit);
    const isBackwards = read.direction === 'backwards';
    const from = read.from === undefined ? undefined : readFrom('from', read.from);
    if (!isBackwards) return this.#events(stream, { from: from ?? 0, limit });
    if (from === undefined) return this.#events(stream, { from: 'end', limit, isBackwards });
    // Servers differ in what they give from beyond the end backwards: they are asked from the end then.
    const [last] = await this.#events(stream, { from: 'end', limit: 1, isBackwards });
    if (last === undefined) return [];
    return this.#events(stream, { from: Math.min(from, last.revision), limit, isBackwards });
  }

  async readAll({ after, limit, filter }: AllRead): Promise<AllPage> {
    const eventsMax = pageLimit(limit);
    const { feed, heads } = this.#options;
    let next = readFrom('after', after);
    // The server has no place for a position beyond its end, and would refuse it.
    if (next >= heads.known && next >= (await heads.find())) return { events: [], next, atEnd: true };
    const events: RecordedEvent[] = [];
    let scanned = 0;
    const enough = new AbortController();
    for await (const { records, isCaughtUp } of feed(next, enough.signal)) {
      for (const [at, { event }] of records.entries()) {
        if (event.position <= next) continue;
        next = event.position;
        scanned += 1;
        if (matchesFilter(filter, event.type)) events.push(event);
        if (events.length === eventsMax || scanned === scannedEventsMax) {
          return { events, next, atEnd: isCaughtUp && at === records.length - 1 };
        }
      }
      if (isCaughtUp) break;
    }
    return { events, next, atEnd: true };
  }

  async find(source: string, id: string): Promise<RecordedEvent | undefined> {
    const { claims } = this.#options;
    const uuid = eventUuid(source, id);
    const claim = await claims.newest(uuid);
    const state = claim && (await claims.stateOf(uuid, claim));
    return state?.kind === 'recorded' ? state.record.event : undefined;
  }

  async #events(
    stream: StreamName,
    read: Parameters<Connection['readStream']>[1],
  ): Promise<readonly RecordedEvent[]> {
    const { connection, namespace } = this.#options;
    const answer = await connection.readStream(namespace.serverStream(stream), read);
    return answer.flatMap((resolved) => recordOf(namespace, resolved)?.event ?? []);
  }
}
