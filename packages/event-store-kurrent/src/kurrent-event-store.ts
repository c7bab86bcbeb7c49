import {
  type EventStore,
  type Position,
  readFrom,
  type SubscribeOptions,
  type SubscriptionMessage,
  storeErrors,
} from '@tongban/event-store';
import type { Clock, IdSource } from '@tongban/kernel';
import { Appender } from './appender.ts';
import { Claims } from './claims.ts';
import { Connection } from './connection.ts';
import { type FeedPart, feed } from './feed.ts';
import { HeadScan } from './head-scan.ts';
import { namespaceOf } from './namespace.ts';
import { Reader } from './reader.ts';
import { resumingSubscription } from './subscription.ts';

/** Where the store says that a subscription lost its connection. A pino logger is one. */
export interface StoreLogger {
  warn(facts: object, message: string): void;
}

export interface KurrentEventStoreOptions {
  /** `kurrentdb://user:password@host:2113`, `esdb+discover://…`, or with `?tls=false`: as the official clients. */
  readonly url: string;
  /** Which of the stores on that server; all processes of one city name the same. Default `tongban`. */
  readonly namespace?: string;
  readonly clock: Clock;
  /** Names attempts to append: ids that never come twice, of whatever process. */
  readonly ids: IdSource;
  readonly logger?: StoreLogger;
  /** What a request may take before it is given up with `E_STORE_UNAVAILABLE`. Default 10 s. */
  readonly deadlineMs?: number;
}

/**
 * Opens the event store on a KurrentDB or EventStoreDB server. Several processes may have it open.
 *
 * @throws E_STORE_ARGUMENT for an address or a namespace that is none, E_STORE_UNAVAILABLE where no server answers
 */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<EventStore> {
  const { url, clock, ids, logger, deadlineMs = 10_000 } = options;
  const namespace = namespaceOf(options.namespace ?? 'tongban');
  const connection = new Connection({ url, clock, deadlineMs });
  const claims = new Claims(connection, namespace);
  const heads = new HeadScan(connection, namespace);
  const appender = new Appender({ connection, namespace, claims, clock, ids });
  const follow = (after: Position, signal: AbortSignal): AsyncIterable<FeedPart> =>
    feed({ connection, namespace, clock, silenceMsMax: deadlineMs }, after, signal);
  const reader = new Reader({ connection, namespace, claims, heads, feed: follow });
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  const whileOpen = async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    if (closing.signal.aborted) throw storeErrors.error('E_STORE_CLOSED');
    const answer = act();
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  };

  async function* subscribe(subscription: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    const after = readFrom('after', subscription.after);
    const signal = AbortSignal.any([subscription.signal, closing.signal]);
    const source = {
      clock,
      // A position that nothing has yet is none for the server: it is asked from the end then.
      async *feed(from: Position, until: AbortSignal): AsyncGenerator<FeedPart> {
        const start = from > heads.known ? Math.min(from, await heads.find()) : from;
        yield* follow(start, until);
      },
      dropped: (error: Error) => logger?.warn({ err: error }, 'a subscription to the event store dropped'),
    };
    if (!subscription.signal.aborted) yield* resumingSubscription(source, { ...subscription, after, signal });
    if (!subscription.signal.aborted) throw storeErrors.error('E_STORE_CLOSED');
  }

  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.allSettled(underWay);
    await connection.close();
  };

  const store: EventStore = {
    capabilities: { atomicAcrossStreams: false },
    append: (stream, expected, events) => whileOpen(() => appender.append(stream, expected, events)),
    appendAll: () =>
      whileOpen(async () => {
        throw storeErrors.error('E_STORE_UNSUPPORTED', {
          detail: {
            zh: 'KurrentDB 不能跨流原子追加。请逐个流追加，并以事件编号保证幂等。',
            en: 'KurrentDB does not append to several streams at once. Append to one after the other.',
          },
        });
      }),
    readStream: (stream, read) => whileOpen(() => reader.readStream(stream, read)),
    readAll: (read) => whileOpen(() => reader.readAll(read)),
    find: (source, id) => whileOpen(() => reader.find(source, id)),
    head: () => whileOpen(() => heads.find()),
    subscribe,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
  try {
    await connection.readLog({ from: 'end', limit: 1, isBackwards: true });
    return store;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
