import type { ProcessingStore } from '@tongban/processing';
import type { Kysely, Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The transaction that a view or an effect writes through. `Tables` are all the tables of the service. */
export type ViewTx<Tables> = Transaction<Tables>;

/** The database of one service: its views, its checkpoints, and tables of its own. */
export interface ViewStore<Tables> extends ProcessingStore<ViewTx<Tables>> {
  /**
   * For the queries of an API. Never inside a transaction of this store: that is refused with E_VIEWS_NESTED, because
   * it would wait for itself.
   */
  readonly db: Kysely<Tables>;
  /** Takes what was deleted from the `secretTables` out of the files too, as far as the database can. */
  scrub(): Promise<void>;
  /** Waits for what is under way and closes the database. */
  close(): Promise<void>;
}

export interface ViewStoreOptions {
  /** The name of the service: on PostgreSQL its schema; on SQLite it marks the file as its own. */
  readonly schema: string;
  /**
   * Tables of the service that are no views, by migration name in order (`001-webhooks`). Views need none: they have
   * a version and are rebuilt.
   */
  readonly migrations?: Readonly<Record<string, Migration>>;
  /** Tables whose deleted rows must not be read from the disk: of keys that are destroyed. See `scrub`. */
  readonly secretTables?: readonly string[];
}
