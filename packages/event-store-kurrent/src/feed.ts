import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import type { Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import type { Connection } from './connection.ts';
import { type KurrentRecord, recordOf } from './event-record.ts';
import type { Namespace } from './namespace.ts';
import { type LogPlace, placeAfter } from './positions.ts';
import { storeFailure } from './store-failure.ts';

export interface FeedOptions {
  readonly connection: Connection;
  readonly namespace: Namespace;
  readonly clock: Clock;
  /** How long the server may say nothing while there is more to come. */
  readonly silenceMsMax: number;
}

/** What the server sent meanwhile. */
export interface FeedPart {
  readonly records: readonly KurrentRecord[];
  /** With these records the reader has everything that is recorded. */
  readonly isCaughtUp: boolean;
}

/** Records of one part at most. */
const partRecordsMax = 500;

/**
 * Everything of a namespace after a position, in order: what is recorded, then what is appended, until the signal
 * aborts or the connection drops. An append of several events comes in one part once the reader has caught up.
 *
 * @throws E_STORE_UNAVAILABLE, and E_STORE_ARGUMENT where the server has no such position
 */
export async function* feed(
  options: FeedOptions,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<FeedPart, void, undefined> {
  const { connection, namespace } = options;
  let place: LogPlace = placeAfter(after);
  if (place.kind === 'at') {
    const [first] = await connection.readLog({ from: place.commit, limit: 1, isBackwards: false });
    const record = first && recordOf(namespace, first);
    if (record) yield { records: [record], isCaughtUp: false };
    place = { kind: 'after', commit: place.commit };
  }
  yield* follow(options, place, signal);
}

async function* follow(
  { connection, namespace, clock, silenceMsMax }: FeedOptions,
  place: Exclude<LogPlace, { kind: 'at' }>,
  signal: AbortSignal,
): AsyncGenerator<FeedPart, void, undefined> {
  let failure: unknown;
  let isLive = false;
  let hasNews = false;
  let wake = (): void => {};
  const tell = (): void => {
    hasNews = true;
    wake();
  };
  const fail = (error: unknown): void => {
    failure ??= error;
    tell();
  };
  let relax = (): void => {};
  const alive = (): void => {
    relax();
    relax = clock.after(silenceMsMax, () => {
      if (!isLive) fail(new Error(`the server said nothing for ${silenceMsMax} ms`));
    });
  };
  const subscription = connection.subscribe(place, namespace.prefix, alive);
  subscription
    .on('readable', tell)
    .on('caughtUp', () => {
      isLive = true;
      tell();
    })
    .on('fellBehind', () => {
      isLive = false;
    })
    .on('error', fail)
    .on('end', () => fail(new Error('the server ended the subscription')));
  signal.addEventListener('abort', tell);
  let waiting: readonly KurrentRecord[] = [];
  try {
    while (!signal.aborted) {
      hasNews = false;
      if (failure !== undefined) throw storeFailure(failure);
      waiting = [...waiting, ...take(subscription, namespace)];
      const isAtEnd = isLive && subscription.readableLength === 0;
      const whole = isAtEnd ? wholeBatches(waiting) : waiting.length;
      const isCaughtUp = isAtEnd && whole === waiting.length;
      const records = waiting.slice(0, whole);
      waiting = waiting.slice(whole);
      if (records.length > 0 || isCaughtUp) yield { records, isCaughtUp };
      if (hasNews || subscription.readableLength > 0 || signal.aborted) continue;
      alive();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      relax();
    }
  } finally {
    relax();
    signal.removeEventListener('abort', tell);
    void subscription.unsubscribe().catch(() => {});
    subscription.destroy();
  }
}

/** What the subscription has ready, of ours. */
function take(subscription: AllStreamSubscription, namespace: Namespace): readonly KurrentRecord[] {
  const records: KurrentRecord[] = [];
  while (records.length < partRecordsMax) {
    const resolved = subscription.read() as AllStreamResolvedEvent | null;
    if (resolved === null) break;
    const record = recordOf(namespace, resolved);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** How many records there are before an append of which the rest is still to come. */
function wholeBatches(records: readonly KurrentRecord[]): number {
  const last = records.at(-1);
  if (last === undefined) return 0;
  const { first, count } = last.batch;
  const missing = first + count - 1 - last.event.revision;
  return missing === 0 ? records.length : Math.max(0, records.length - (last.event.revision - first + 1));
}
