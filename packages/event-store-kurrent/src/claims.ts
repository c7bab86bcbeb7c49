import { binaryEvent } from '@eventstore/db-client';
import type { Revision, StreamName } from '@tongban/event-store';
import { type Connection, noRevision } from './connection.ts';
import { type KurrentRecord, recordOf } from './event-record.ts';
import { derivedUuid } from './event-uuid.ts';
import type { Namespace } from './namespace.ts';

/** Who may append an event, and where it is if they did: right after a revision of a stream, in one batch. */
export interface Claim {
  readonly stream: StreamName;
  /** The stream's last revision when it was claimed; -1 for no stream. */
  readonly after: Revision;
  /** The event's place in the batch that was claimed first. */
  readonly at: number;
}

/** The newest claim to an event, with its revision in the claim stream. */
export interface HeldClaim extends Claim {
  readonly revision: Revision;
}

/**
 * What became of a claim: its event is recorded; the stream went on without it, so that it never will be under this
 * claim; or that is open, because the stream is still where it was.
 */
export type ClaimState =
  | { readonly kind: 'recorded'; readonly record: KurrentRecord }
  | { readonly kind: 'void' }
  | { readonly kind: 'open' };

const scanEvents = 500;

/**
 * The claims by which an event is recorded once, whatever its stream and whoever appends it: a tiny stream per event,
 * `<namespace>-claim-<uuid>`, written before the event.
 *
 * An event is only ever appended at exactly the revision that its newest claim names. So at most one stream can still
 * receive it, one look at that stream tells whether it did, and a claim is void for good once its stream has gone on.
 */
export class Claims {
  readonly #connection: Connection;
  readonly #namespace: Namespace;

  constructor(connection: Connection, namespace: Namespace) {
    this.#connection = connection;
    this.#namespace = namespace;
  }

  /** The newest claim to an event; undefined where there is none: then it is recorded nowhere. */
  async newest(uuid: string): Promise<HeldClaim | undefined> {
    const stream = this.#namespace.claimStream(uuid);
    const [last] = await this.#connection.readStream(stream, { from: 'end', limit: 1, isBackwards: true });
    if (last?.event === undefined) return undefined;
    const claim = JSON.parse(Buffer.from(last.event.data as Uint8Array).toString('utf8')) as Claim;
    return { ...claim, revision: Number(last.event.revision) };
  }

  /** Claims an event for one attempt, in place of the claim that is held. False where another was quicker. */
  async claim(uuid: string, claim: Claim, held: HeldClaim | undefined, attempt: string): Promise<boolean> {
    const { stream, after, at } = claim;
    const revision = held?.revision ?? noRevision;
    const data = binaryEvent({
      // Another for each attempt: of two that come at once the server would not answer the second, were it the same.
      id: derivedUuid('claim', uuid, attempt),
      type: 'tongban-claim',
      data: Buffer.from(JSON.stringify({ stream, after, at })),
    });
    return this.#connection.append(this.#namespace.claimStream(uuid), revision, [data]);
  }

  /** What became of a claim: one read where the event is recorded as it was claimed. */
  async stateOf(uuid: string, claim: Claim): Promise<ClaimState> {
    const first = claim.after + 1;
    const [there] = await this.#records(claim.stream, first + claim.at, 1);
    if (there?.uuid === uuid) return { kind: 'recorded', record: there };
    for (let from = first; ; ) {
      const page = await this.#records(claim.stream, from, scanEvents);
      for (const record of page) {
        if (record.uuid === uuid) return { kind: 'recorded', record };
        if (record.batch.first !== first) return { kind: 'void' };
      }
      if (page.length === 0) return { kind: from === first ? 'open' : 'void' };
      from += page.length;
    }
  }

  async #records(stream: StreamName, from: Revision, limit: number): Promise<readonly KurrentRecord[]> {
    const events = await this.#connection.readStream(this.#namespace.serverStream(stream), { from, limit });
    return events.flatMap((event) => recordOf(this.#namespace, event) ?? []);
  }
}
