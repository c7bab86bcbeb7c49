import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  BACKWARDS,
  type Credentials,
  END,
  type EventData,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  type ReadPosition,
  type ResolvedEvent,
  START,
  type StreamingRead,
  streamNameFilter,
} from '@eventstore/db-client';
import { type Revision, storeErrors } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import type { LogPlace } from './positions.ts';
import { isMissingStream, isWrongRevision, storeFailure } from './store-failure.ts';

/** A revision before the first: of a stream that does not exist. */
export const noRevision = -1;

/** Events of `$all` that the server looks at before it tells a filtered subscriber how far it is. */
const windowEvents = 500;
/** Events that a subscription has ready before its reader takes them. */
const readAheadEvents = 500;

export interface ConnectionOptions {
  readonly url: string;
  readonly clock: Clock;
  /** What a request may take before it is given up. */
  readonly deadlineMs: number;
}

/** Requests to the server. Every one goes to the leader, ends within the deadline, and fails as `storeFailure` says. */
export class Connection {
  readonly #client: EventStoreDBClient;
  readonly #credentials: Credentials;
  readonly #options: ConnectionOptions;

  /** Nothing is sent yet. @throws E_STORE_ARGUMENT where the URL is none, or names no user for a server with TLS */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    const url = options.url.replace(/^kurrent(db)?(?=:|\+)/, 'esdb');
    this.#credentials = credentialsOf(url);
    try {
      this.#client = EventStoreDBClient.connectionString(url);
    } catch (cause) {
      throw unusableUrl(cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** Appends all events or none. False where the stream is not at the expected revision. */
  async append(stream: string, expected: Revision, events: readonly EventData[]): Promise<boolean> {
    const { deadlineMs } = this.#options;
    const appending = this.#client.appendToStream(stream, [...events], {
      expectedRevision: expected === noRevision ? NO_STREAM : BigInt(expected),
      // With credentials of its own an append is a call of its own. Without, all clients of the process share a
      // table of what waits: a drop of one fails the appends of all, and a late answer throws where nobody catches.
      credentials: this.#credentials,
      requiresLeader: true,
      deadline: deadlineMs,
    });
    try {
      const { success } = await this.#withinDeadline(appending);
      return success;
    } catch (error) {
      if (isWrongRevision(error)) return false;
      throw storeFailure(error);
    }
  }

  /** Events of a stream, from a revision or, backwards, from its end. None where there is no such stream. */
  async readStream(
    stream: string,
    read: { readonly from: Revision | 'end'; readonly limit: number; readonly isBackwards?: boolean },
  ): Promise<readonly ResolvedEvent[]> {
    try {
      return await this.#collect(
        this.#client.readStream(stream, {
          fromRevision: read.from === 'end' ? END : BigInt(read.from),
          maxCount: read.limit,
          direction: read.isBackwards ? BACKWARDS : FORWARDS,
          requiresLeader: true,
        }),
      );
    } catch (error) {
      if (isMissingStream(error)) return [];
      throw storeFailure(error);
    }
  }

  /** Whatever is in the log at and after a byte of it, or backwards before one or from its end. */
  async readLog(read: {
    readonly from: bigint | 'end';
    readonly limit: number;
    readonly isBackwards: boolean;
  }): Promise<readonly AllStreamResolvedEvent[]> {
    try {
      return await this.#collect(
        this.#client.readAll({
          fromPosition: read.from === 'end' ? END : { commit: read.from, prepare: read.from },
          maxCount: read.limit,
          direction: read.isBackwards ? BACKWARDS : FORWARDS,
          requiresLeader: true,
        }),
      );
    } catch (error) {
      throw storeFailure(error);
    }
  }

  /** Follows what is recorded in the streams whose names begin with the prefix. Fails as the client says. */
  subscribe(
    place: Exclude<LogPlace, { kind: 'at' }>,
    prefix: string,
    alive: () => void,
  ): AllStreamSubscription {
    const from: ReadPosition =
      place.kind === 'start' ? START : { commit: place.commit, prepare: place.commit };
    const filter = streamNameFilter({
      prefixes: [prefix],
      maxSearchWindow: windowEvents,
      checkpointReached: alive,
    });
    return this.#client.subscribeToAll(
      { fromPosition: from, filter, requiresLeader: true },
      { highWaterMark: readAheadEvents },
    );
  }

  /** Ends every request that is under way. */
  async close(): Promise<void> {
    await this.#client.dispose();
  }

  async #collect<Item>(stream: StreamingRead<Item>): Promise<readonly Item[]> {
    const { clock, deadlineMs } = this.#options;
    // The client may report the loss of a connection after the reader has left.
    stream.on('error', () => {});
    const relax = clock.after(deadlineMs, () => stream.destroy(lateAnswer(deadlineMs)));
    const items: Item[] = [];
    try {
      for await (const item of stream) items.push(item as Item);
      return items;
    } catch (error) {
      // Only what is not over is cancelled: servers take many cancelled requests for an attack.
      if (!isMissingStream(error)) void stream.cancel().catch(() => {});
      throw error;
    } finally {
      relax();
    }
  }

  async #withinDeadline<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const { clock, deadlineMs } = this.#options;
    let relax = (): void => {};
    const late = new Promise<never>((_, reject) => {
      relax = clock.after(deadlineMs, () => reject(lateAnswer(deadlineMs)));
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      relax();
    }
  }
}

/** The user that the URL names. A server without TLS asks for none, and the client then sends none. */
function credentialsOf(url: string): Credentials {
  const [, username, password] = /^[^:]+:\/\/([^:@/]+):([^@/]+)@/.exec(url) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
  if (/[?&]tls=false(&|$)/i.test(url)) return { username: 'none', password: 'none' };
  throw unusableUrl('a server with TLS needs a user and a password in the URL');
}

function unusableUrl(reason: string): ReturnType<typeof storeErrors.error> {
  return storeErrors.error('E_STORE_ARGUMENT', {
    detail: {
      zh: `事件库地址不可用（${reason}）。示例：kurrentdb://user:password@host:2113`,
      en: `The address of the event store cannot be used (${reason}). Like: kurrentdb://user:password@host:2113`,
    },
  });
}

function lateAnswer(deadlineMs: number): Error {
  return new Error(`no answer within ${deadlineMs} ms`);
}
