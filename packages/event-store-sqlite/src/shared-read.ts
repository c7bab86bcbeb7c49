import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Position } from '@tongban/event-store';

/**
 * One transaction for all reads of a moment: those who go on together, as after a group, read together. A statement by
 * itself takes a lock of SQLite's log and gives it back, which takes as long as finding the events of a short stream.
 * It ends with the moment, since the log cannot begin anew behind it.
 */
export class SharedRead {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #upTo: Position | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
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

  /** Before anything but reading is done with the connection, closing it too. */
  end(): void {
    if (this.#upTo === undefined) return;
    this.#upTo = undefined;
    // SQLite itself ends a transaction in which the disk could not be read; who read was told.
    if (this.#database.isTransaction) this.#commit.run();
  }
}
