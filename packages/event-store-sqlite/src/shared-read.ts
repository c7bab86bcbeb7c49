import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Position } from '@tongban/event-store';

/**
 * One transaction for all reads of a moment: those who go on together, as after a group, read together. A statement by
 * itself takes a lock of SQLite's log and gives it back, which takes as long as finding the events of a short stream.
 * It ends with the moment, since the log cannot begin anew behind it.
 */
export class SharedRead {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #upTo: Position | undefined;

  constructor(database: DatabaseSync) {
    this.#begin = database.prepare('BEGIN');
    this.#commit = database.prepare('COMMIT');
  }

  /** Before each read: the transaction sees all that is durable up to this position. */
  join(durable: Position): void {
    if (this.#upTo === durable) return;
    this.end();
    this.#begin.run();
    this.#upTo = durable;
    queueMicrotask(() => this.end());
  }

  /** Before anything but reading is done with the connection. */
  end(): void {
    if (this.#upTo === undefined) return;
    this.#upTo = undefined;
    this.#commit.run();
  }
}
