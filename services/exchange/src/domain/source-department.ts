import type { LocalDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

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
    if (!departments.includes(department)) throw unknownDepartment(department, departments);
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

function unknownDepartment(department: string, departments: readonly string[]): Error {
  const problem: Problem = {
    pointer: '/department',
    rule: 'known-department',
    expected: departments,
    message: { zh: `没有名为 ${department} 的部门`, en: `There is no department ${department}` },
  };
  return sharingErrors.error('E_SOURCE_DEPARTMENT_UNKNOWN', {
    detail: {
      zh: `没有名为 ${department} 的部门；已知的部门有：${departments.join('、')}。新部门请先登记其签名公钥或数据契约：POST /v1/keys、POST /v1/contracts`,
      en: `There is no department ${department}; those that are known: ${departments.join(', ')}. A new one registers a signing key or a contract of its own first: POST /v1/keys, POST /v1/contracts`,
    },
    facts: { department },
    problems: [problem],
  });
}

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
