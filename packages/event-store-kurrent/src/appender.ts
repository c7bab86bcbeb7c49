import {
  type AppendOutcome,
  type ExpectedRevision,
  type NewEvent,
  type RecordedEvent,
  type Revision,
  type StreamName,
  storeErrors,
} from '@tongban/event-store';
import { type Clock, type IdSource, invariant, sleep } from '@tongban/kernel';
import { type AppendPlan, type FreshEvent, type Knowledge, planAppend } from './append-plan.ts';
import type { Claims, HeldClaim } from './claims.ts';
import { type Connection, noRevision } from './connection.ts';
import { type Batch, eventData, type KurrentRecord, recordOf } from './event-record.ts';
import { eventUuid } from './event-uuid.ts';
import { inFlight } from './in-flight.ts';
import type { Namespace } from './namespace.ts';

/** Rounds that an append goes while others are always quicker, before its caller is asked to try later. */
const roundsMax = 50;
/** Between two rounds: one millisecond more each time, up to this. */
const pauseMsMax = 50;
/** Claims that are read or written at the same time: the streams that a server allows one connection. */
const requestsMax = 100;

type UuidClaim = readonly [uuid: string, held: HeldClaim | undefined];

export interface AppenderOptions {
  readonly connection: Connection;
  readonly namespace: Namespace;
  readonly claims: Claims;
  readonly clock: Clock;
  /** Names attempts, so that two who send the same events can be told apart. */
  readonly ids: IdSource;
}

/** Appends events to a stream so that each is recorded once; see `Claims` for how. */
export class Appender {
  readonly #options: AppenderOptions;
  /** The last append to each stream that is under way: those of one process wait for each other. */
  readonly #queues = new Map<StreamName, Promise<unknown>>();

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  async append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<readonly AppendOutcome[]> {
    if (events.length === 0) return [];
    const before = this.#queues.get(stream);
    const mine = (before ?? Promise.resolve()).then(() => this.#inRounds(stream, expected, events));
    const settled = mine.catch(() => {});
    this.#queues.set(stream, settled);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(stream) === settled) this.#queues.delete(stream);
    }
  }

  async #inRounds(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<readonly AppendOutcome[]> {
    const named = events.map((event) => [eventUuid(event.source, event.id), event] as const);
    for (let round = 0; round < roundsMax; round++) {
      const outcomes = await this.#round(stream, expected, named);
      if (outcomes !== undefined) return outcomes;
      // What was quicker may not be readable yet: the server refuses before it shows why.
      await sleep(this.#options.clock, Math.min(round, pauseMsMax));
    }
    throw storeErrors.error('E_STORE_UNAVAILABLE', {
      detail: {
        zh: `流 ${stream} 的写入竞争过于激烈，未能追加。请稍后重试。`,
        en: `Too many append to ${stream} at the same time. Try again.`,
      },
      facts: { stream },
    });
  }

  /** One try: looks, claims, appends, reads back. Undefined where somebody else was quicker. */
  async #round(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly (readonly [uuid: string, event: NewEvent])[],
  ): Promise<readonly AppendOutcome[] | undefined> {
    const uuids = [...new Set(events.map(([uuid]) => uuid))];
    const [actual, claims] = await Promise.all([this.#lastRevision(stream), this.#newestClaims(uuids)]);
    // Looked for after the revision is known: what is not found then is not in the stream up to there.
    const known = await this.#lookUp(stream, claims);
    const plan = planAppend({ stream, expected, actual, events, known });
    const after = actual ?? noRevision;
    const batch = { attempt: this.#options.ids.next(), first: after + 1, count: plan.fresh.length };
    const appended = batch.count === 0 ? [] : await this.#appendFresh(stream, plan.fresh, batch);
    return appended && outcomesOf(plan, appended, batch);
  }

  async #appendFresh(
    stream: StreamName,
    fresh: readonly FreshEvent[],
    batch: Batch,
  ): Promise<readonly KurrentRecord[] | undefined> {
    const { connection, namespace } = this.#options;
    const after = batch.first - 1;
    if (!(await this.#claimAll(stream, batch, fresh))) return undefined;
    const name = namespace.serverStream(stream);
    const data = fresh.map(({ event }) => eventData(event, batch));
    if (!(await connection.append(name, after, data))) return undefined;
    // The server tells the position of the last event only, and does not tell a repeat from a first time.
    const answer = await connection.readStream(name, { from: batch.first, limit: batch.count });
    const records = answer.flatMap((event) => recordOf(namespace, event) ?? []);
    invariant(
      records.length === batch.count,
      `${batch.count} events were appended, ${records.length} are there`,
    );
    return records;
  }

  async #lastRevision(stream: StreamName): Promise<Revision | null> {
    const { connection, namespace } = this.#options;
    const name = namespace.serverStream(stream);
    const [last] = await connection.readStream(name, { from: 'end', limit: 1, isBackwards: true });
    return last?.event === undefined ? null : Number(last.event.revision);
  }

  async #newestClaims(uuids: readonly string[]): Promise<readonly UuidClaim[]> {
    const { claims } = this.#options;
    return inFlight(requestsMax, uuids, async (uuid) => [uuid, await claims.newest(uuid)] as const);
  }

  async #lookUp(stream: StreamName, newest: readonly UuidClaim[]): Promise<ReadonlyMap<string, Knowledge>> {
    const { claims } = this.#options;
    const entries = await inFlight(
      requestsMax,
      newest,
      async ([uuid, held]): Promise<[string, Knowledge]> => {
        if (held === undefined) return [uuid, { kind: 'absent', held }];
        const state = await claims.stateOf(uuid, held);
        if (state.kind === 'recorded') return [uuid, { kind: 'recorded', event: state.record.event }];
        if (state.kind === 'open' && held.stream !== stream) return [uuid, { kind: 'promised' }];
        return [uuid, { kind: 'absent', held }];
      },
    );
    return new Map(entries);
  }

  /** False where another claimed one of the events, or knows a later revision of the stream. */
  async #claimAll(stream: StreamName, batch: Batch, fresh: readonly FreshEvent[]): Promise<boolean> {
    const { claims } = this.#options;
    const after = batch.first - 1;
    const claimed = await inFlight(requestsMax, fresh, async ({ uuid, held }, at) => {
      if (held?.stream === stream && held.after >= after) return held.after === after;
      return claims.claim(uuid, { stream, after, at }, held, batch.attempt);
    });
    return claimed.every((isOurs) => isOurs);
  }
}

function outcomesOf(
  { places }: AppendPlan,
  appended: readonly KurrentRecord[],
  { attempt }: Batch,
): readonly AppendOutcome[] {
  return places.map((place): AppendOutcome => {
    if (place.kind === 'recorded') return outcome('already-appended', place.event);
    const record = appended[place.at];
    invariant(record, 'every fresh event was read back');
    // Of several who send the same at the same time one is the first: whose attempt is recorded.
    const isFirst = record.batch.attempt === attempt && !place.isRepeat;
    return outcome(isFirst ? 'appended' : 'already-appended', record.event);
  });
}

function outcome(kind: AppendOutcome['outcome'], event: RecordedEvent): AppendOutcome {
  const { stream, revision, position } = event;
  return { outcome: kind, stream, revision, position };
}
