import type { Migration } from 'kysely/migration';

/** The tables in which a view store keeps what processors know. Names begin with `tongban_`: no service has such. */
export interface ProcessingTables {
  tongban_store: { name: string; value: string };
  tongban_checkpoint: { processor: string; position: number };
  tongban_parked: ParkedRow;
  tongban_skipped: {
    processor: string;
    position: number;
    sequence: string;
    reason: string;
    decided_by: string;
    skipped_at: number;
  };
  tongban_generation: {
    view_name: string;
    role: 'live' | 'next';
    number: number;
    version: number;
    /** JSON array of table names. */
    tables: string;
  };
  tongban_deadline: DeadlineRow;
  tongban_lease: { name: string; holder: string; token: number; until_ms: number };
}

export interface ParkedRow {
  processor: string;
  position: number;
  sequence: string;
  stream: string;
  revision: number;
  source: string;
  event_id: string;
  type: string;
  recorded_at: number;
  parked_at: number;
  attempts: number;
  failure_code: string | null;
  failure_message: string | null;
}

export interface DeadlineRow {
  id: string;
  keeper: string;
  sequence: string;
  /** Epoch milliseconds; null where there is nothing left to say. */
  notice_at: number | null;
  /** 1 where it is open and its date provisional. */
  provisional: number;
  /** The whole deadline as JSON. */
  body: string;
}

/** Migrations of these tables, in SQL that SQLite and PostgreSQL both take. */
export const processingMigrations: Readonly<Record<string, Migration>> = {
  '001-processing': {
    async up(db) {
      await db.schema
        .createTable('tongban_store')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('tongban_checkpoint')
        .addColumn('processor', 'text', (column) => column.primaryKey())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('tongban_parked')
        .addColumn('processor', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('sequence', 'text', (column) => column.notNull())
        .addColumn('stream', 'text', (column) => column.notNull())
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('recorded_at', 'bigint', (column) => column.notNull())
        .addColumn('parked_at', 'bigint', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('failure_code', 'text')
        .addColumn('failure_message', 'text')
        .addPrimaryKeyConstraint('tongban_parked_key', ['processor', 'position'])
        .execute();
      await db.schema
        .createIndex('tongban_parked_sequence')
        .on('tongban_parked')
        .columns(['processor', 'sequence', 'position'])
        .execute();
      await db.schema
        .createTable('tongban_skipped')
        .addColumn('processor', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('sequence', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('decided_by', 'text', (column) => column.notNull())
        .addColumn('skipped_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('tongban_skipped_key', ['processor', 'position'])
        .execute();
      await db.schema
        .createTable('tongban_generation')
        .addColumn('view_name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('tables', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('tongban_generation_key', ['view_name', 'role'])
        .execute();
      await db.schema
        .createTable('tongban_deadline')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('keeper', 'text', (column) => column.notNull())
        .addColumn('sequence', 'text', (column) => column.notNull())
        .addColumn('notice_at', 'bigint')
        .addColumn('provisional', 'integer', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('tongban_deadline_notice')
        .on('tongban_deadline')
        .columns(['keeper', 'notice_at', 'sequence', 'id'])
        .execute();
    },
  },
  '002-leases': {
    async up(db) {
      await db.schema
        .createTable('tongban_lease')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('token', 'integer', (column) => column.notNull())
        .addColumn('until_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
};
