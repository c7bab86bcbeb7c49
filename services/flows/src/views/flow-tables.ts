import type { CreateTableBuilder, ViewTx } from '@tongban/view-store';
import type { FlowPart } from '../domain/flow-part.ts';

export interface FlowEventTable {
  position: number;
  flow: string;
  department: string;
  type: string;
  recorded_at: number;
  /**
   * The text of the whole event as it was recorded, personal fields sealed; null where the source gives it back by its
   * position, for every event is written and few are looked at. As bytes, as the store hands it over.
   */
  event: Uint8Array | null;
}

export interface FlowTable {
  flow: string;
  first_type: string;
  subject: string;
  started_at: number;
  last_position: number;
  last_recorded_at: number;
  events: number;
}

/** What a department sees of a case, in the list of its own cases. */
export interface FlowPartTable {
  flow: string;
  department: string;
  /** Ids of the definitions by which it takes part, with a comma between them; empty where it has only published. */
  kinds: string;
  first_type: string;
  subject: string;
  started_at: number;
  last_position: number;
  last_recorded_at: number;
}

interface RegistrationTable {
  position: number;
  /** The data of `platform.contract-registered.v1`. */
  contract: string;
}

export interface FlowTables {
  flow_event: FlowEventTable;
  flow: FlowTable;
  flow_part: FlowPartTable;
  /** Contracts that were registered at run time, kept here so that a page has the words for whatever it shows. */
  flow_contract: RegistrationTable;
}

/** Makes the tables, live ones or those of a rebuild. */
export async function createFlowTables(tx: ViewTx<FlowTables>): Promise<void> {
  await tx.schema
    .createTable('flow_event')
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('flow', 'text', (column) => column.notNull())
    .addColumn('department', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    // What PostgreSQL calls bytes; SQLite takes any name.
    .addColumn('event', 'bytea')
    // Read by flow alone: a key of the position would be one tree more to write.
    .addPrimaryKeyConstraint('flow_event_key', ['flow', 'position'])
    .execute();
  await tx.schema
    .createTable('flow')
    .addColumn('flow', 'text', (column) => column.primaryKey())
    .$call(toldColumns)
    .addColumn('events', 'integer', (column) => column.notNull())
    .execute();
  await tx.schema.createIndex('flow_by_last_position').on('flow').columns(['last_position']).execute();
  // Without the position, which changes with every event: a subject has few cases, and they are sorted when read.
  await tx.schema.createIndex('flow_by_subject').on('flow').columns(['subject']).execute();
  await tx.schema
    .createTable('flow_part')
    .addColumn('flow', 'text', (column) => column.notNull())
    .addColumn('department', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .$call(toldColumns)
    .addPrimaryKeyConstraint('flow_part_key', ['flow', 'department'])
    .execute();
  await tx.schema
    .createIndex('flow_part_by_last_position')
    .on('flow_part')
    .columns(['department', 'last_position'])
    .execute();
  await tx.schema.createIndex('flow_part_by_subject').on('flow_part').columns(['subject']).execute();
  await tx.schema
    .createTable('flow_contract')
    .addColumn('position', 'bigint', (column) => column.primaryKey())
    .addColumn('contract', 'text', (column) => column.notNull())
    .execute();
}

/** What a list tells of a case: of the whole case, or of the part of a department. */
function toldColumns<Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
): CreateTableBuilder<
  Table,
  Column | 'first_type' | 'subject' | 'started_at' | 'last_position' | 'last_recorded_at'
> {
  return table
    .addColumn('first_type', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('last_position', 'bigint', (column) => column.notNull())
    .addColumn('last_recorded_at', 'bigint', (column) => column.notNull());
}

/** A part as its row. */
export function partRow({ flow, department, kinds, first, last }: FlowPart): FlowPartTable {
  return {
    flow,
    department,
    kinds: kinds.join(','),
    first_type: first.type,
    subject: first.subject,
    started_at: first.recordedAt,
    last_position: last.position,
    last_recorded_at: last.recordedAt,
  };
}

/** The part that a row holds. */
export function partOfRow(row: FlowPartTable): FlowPart {
  return {
    flow: row.flow,
    department: row.department,
    kinds: kindsOf(row.kinds),
    first: {
      type: row.first_type,
      subject: row.subject,
      recordedAt: Number(row.started_at),
    },
    last: { position: Number(row.last_position), recordedAt: Number(row.last_recorded_at) },
  };
}

/** The ids of definitions in a row. */
export function kindsOf(kinds: string): readonly string[] {
  return kinds === '' ? [] : kinds.split(',');
}
