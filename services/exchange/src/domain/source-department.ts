import type { LocalDate } from '@tongban/calendar';
import { type Actor, actedBy, isAuthority } from './actor.ts';
import type { Decider } from './decider.ts';
import { domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

/** The department that is the source of a datum, or undefined where none is named: never two at a time. */
export type SourceDepartment = string | undefined;

export type SourceEvent = EventOf<'sharing.source-department-named.v1'>;

export interface NameSource {
  readonly kind: 'name-source';
  readonly actor: Actor;
  readonly on: LocalDate;
  /** What is sourced: `enterprise.address`. */
  readonly datum: string;
  readonly department: string;
  /** The source until now, where there is one: named, so that nobody replaces a source unknowingly. */
  readonly replaces?: string;
}

/** One source for one datum 一数一源 (政务数据共享条例 art. 19). */
export const sourceDecider: Decider<SourceDepartment, NameSource, SourceEvent> = {
  initialState: undefined,
  decide(source, { actor, on, datum, department, replaces }) {
    if (!isAuthority(actor)) throw sharingErrors.error('E_SOURCE_NOT_AUTHORITY');
    if (source !== replaces || source === department) {
      throw sharingErrors.error('E_SOURCE_TAKEN', { facts: { datum, source: source ?? null } });
    }
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
