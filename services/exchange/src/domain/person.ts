import { type Actor, actedBy, isAuthority } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

export type PersonEvent = EventOf<
  | 'platform.personal-data-erased.v1'
  | 'platform.processing-restricted.v1'
  | 'platform.processing-restriction-lifted.v1'
>;

type Erased = DataOf<'platform.personal-data-erased.v1'>;

/** What was ordered about the data of one person. */
export interface PersonRecord {
  /** Keys that were destroyed. */
  readonly erasedKeyIds: ReadonlySet<string>;
  /** True while a law demands that the data is kept: nothing but storage, and no erasure (个人信息保护法 art. 47). */
  readonly isRestricted: boolean;
}

export type PersonCommand = { readonly actor: Actor; readonly personId: string } & (
  | {
      readonly kind: 'erase';
      readonly requestedBy: Erased['requestedBy'];
      readonly legalBasis: Erased['legalBasis'];
      /** The keys under which the person's fields are sealed now. */
      readonly keyIds: readonly string[];
    }
  | {
      readonly kind: 'restrict';
      readonly legalBasis: Erased['legalBasis'];
      readonly reason: string;
      /** YYYY-MM-DD, where the end is known. */
      readonly until?: string;
    }
  | { readonly kind: 'lift-restriction'; readonly reason: string }
);

/** Erasure and restriction for one person. What is erased already changes nothing when it is asked for again. */
export const personDecider: Decider<PersonRecord, PersonCommand, PersonEvent> = {
  initialState: { erasedKeyIds: new Set(), isRestricted: false },
  decide(person, command) {
    const { actor, personId } = command;
    if (!isAuthority(actor)) throw sharingErrors.error('E_PERSON_NOT_AUTHORITY');
    const by = actedBy(actor);
    switch (command.kind) {
      case 'erase': {
        const { requestedBy, legalBasis } = command;
        if (legalBasis.length === 0) throw sharingErrors.error('E_PERSON_BASIS_MISSING');
        if (person.isRestricted) throw sharingErrors.error('E_PERSON_RESTRICTED');
        const keyIds = command.keyIds.filter((keyId) => !person.erasedKeyIds.has(keyId));
        if (keyIds.length === 0) {
          if (person.erasedKeyIds.size > 0) return [];
          // An erasure on record would say of a mistyped id that the person's data is gone.
          throw sharingErrors.error('E_PERSON_NOT_FOUND', { facts: { personId } });
        }
        const data = { personId, requestedBy, legalBasis, keyIds, by };
        return [domainEvent('platform.personal-data-erased.v1', personId, data)];
      }
      case 'restrict': {
        const { legalBasis, reason, until } = command;
        if (legalBasis.length === 0) throw sharingErrors.error('E_PERSON_BASIS_MISSING');
        if (person.isRestricted) throw sharingErrors.error('E_PERSON_STATUS');
        const data = { personId, legalBasis, reason, ...(until === undefined ? {} : { until }), by };
        return [domainEvent('platform.processing-restricted.v1', personId, data)];
      }
      case 'lift-restriction': {
        if (!person.isRestricted) throw sharingErrors.error('E_PERSON_STATUS');
        const data = { personId, reason: command.reason, by };
        return [domainEvent('platform.processing-restriction-lifted.v1', personId, data)];
      }
    }
  },
  evolve(person, event) {
    switch (event.type) {
      case 'platform.personal-data-erased.v1':
        return { ...person, erasedKeyIds: new Set([...person.erasedKeyIds, ...event.data.keyIds]) };
      case 'platform.processing-restricted.v1':
        return { ...person, isRestricted: true };
      case 'platform.processing-restriction-lifted.v1':
        return { ...person, isRestricted: false };
    }
  },
};
