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
