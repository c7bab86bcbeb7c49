import type { Position } from '@tongban/event-store';
import type { Connection } from './connection.ts';
import { recordOf } from './event-record.ts';
import type { Namespace } from './namespace.ts';

const pageRecordsFirst = 16;
const pageRecordsMax = 1_000;

/**
 * Finds the last event of a namespace. The log has others' records behind it, of the server itself too, so it is read
 * backwards from its end, and never twice: only as far as the last look began.
 */
export class HeadScan {
  readonly #connection: Connection;
  readonly #namespace: Namespace;
  #head: Position = 0;
  #seenTo = -1n;

  constructor(connection: Connection, namespace: Namespace) {
    this.#connection = connection;
    this.#namespace = namespace;
  }

  /** The last position that is known without asking: the head is there or further. */
  get known(): Position {
    return this.#head;
  }

  async find(): Promise<Position> {
    let from: bigint | 'end' = 'end';
    let newest: bigint | undefined;
    for (let limit = pageRecordsFirst; ; limit = Math.min(pageRecordsMax, limit * 4)) {
      const page = await this.#connection.readLog({ from, limit, isBackwards: true });
      for (const resolved of page) {
        const commit = resolved.event?.position.commit;
        if (commit === undefined) continue;
        newest ??= commit;
        const record = recordOf(this.#namespace, resolved);
        if (record !== undefined || commit <= this.#seenTo) {
          return this.#found(record?.event.position ?? this.#head, newest);
        }
        from = commit;
      }
      if (page.length < limit) return this.#found(this.#head, newest ?? this.#seenTo);
    }
  }

  /** Several may look at the same time: the furthest look counts. */
  #found(head: Position, newest: bigint): Position {
    this.#head = Math.max(this.#head, head);
    if (newest > this.#seenTo) this.#seenTo = newest;
    return this.#head;
  }
}
