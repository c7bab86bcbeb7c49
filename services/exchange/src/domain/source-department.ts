import type { LocalDate } from '@tongban/calendar';
import { type Actor, actedBy, isAuthority } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { unknownDepartment, unknownDepartmentProblems } from './known-department.ts';

/** The department that is the source of a datum, or undefined where none is named: never two at a time. */
export type SourceDepartment = string | undefined;

/** What is known of the source of a datum: since when, and instead of which department. */
export type NamedSource = Omit<DataOf<'sharing.source-department-named.v1'>, 'by'>;

/** The sources of all data that have one. */
export type SourcesByDatum = ReadonlyMap<string, NamedSource>;

export type SourceEvent = EventOf<'sharing.source-department-named.v1'>;

export interface NameSource {
  readonly kind: 'name-source';
  readonly actor: Actor;
  readonly on: LocalDate;
  /** What is sourced: `enterprise.address`. */
  readonly datum: string;
  readonly department: string;
  /** The departments that are known: a name that was mistyped would lock everyone out of the datum. */
  readonly departments: readonly string[];
  /** The source until now, where there is one: named, so that nobody replaces a source unknowingly. */
  readonly replaces?: string;
}

/** One source for one datum 一数一源 (政务数据共享条例 art. 19). */
export const sourceDecider: Decider<SourceDepartment, NameSource, SourceEvent> = {
  initialState: undefined,
  decide(source, { actor, on, datum, department, departments, replaces }) {
    if (!isAuthority(actor)) throw sharingErrors.error('E_SOURCE_NOT_AUTHORITY');
    const problems = unknownDepartmentProblems('/department', department, departments);
    if (problems.length > 0) {
      const detail = unknownDepartment(department, departments);
      throw sharingErrors.error('E_SOURCE_DEPARTMENT_UNKNOWN', { detail, facts: { department }, problems });
    }
    if (source !== replaces || source === department) throw taken(datum, source, department);
    return [
      domainEvent('sharing.source-department-named.v1', datum, {
        datum,
        department,
        ...(replaces === undefined ? {} : { replaces }),
        namedOn: on,
        by: actedBy(actor),
      }),
    ];
  },
  evolve: (_source, event) => event.data.department,
};

function taken(datum: string, source: SourceDepartment, department: string): Error {
  const facts = { datum, source: source ?? null };
  if (source === undefined) {
    const zh = `数据项 ${datum} 尚无数源部门；请不填 replaces`;
    const en = `The datum ${datum} has no source yet: leave replaces out`;
    return sharingErrors.error('E_SOURCE_TAKEN', { detail: { zh, en }, facts });
  }
  const isSame = source === department;
  const zh = `数据项 ${datum} 的数源部门${isSame ? '已经' : ''}是 ${source}`;
  const en = `${source} is ${isSame ? 'already ' : ''}the source of the datum ${datum}`;
  return sharingErrors.error('E_SOURCE_TAKEN', { detail: { zh, en }, facts });
}
