import type { Fact, FactKind } from './fact.ts';

/** Which facts that hurt somebody are accepted all the same. What hurts nobody always is. */
export interface Policy {
  readonly name: 'minor' | 'major';
  accepts(fact: Fact): boolean;
}

/** The law may change who may read; that is not for a version to forbid. */
const lawful: readonly FactKind[] = ['sharing-class-changed'];

/**
 * Terms hold for every major, also for those that were released before: these would change them behind their
 * back.
 */
const neverInTerms: readonly FactKind[] = [
  'subject-changed',
  'sequence-key-changed',
  'personal-data-removed',
  'personal-data-person-changed',
];

/** A minor version hurts nobody, in either direction. */
export const minorPolicy: Policy = {
  name: 'minor',
  accepts: ({ kind, direction }) => direction === 'none' || lawful.includes(kind),
};

/** A major version may differ in everything, since it is a type of its own and an upcaster leads to it. */
export const majorPolicy: Policy = { name: 'major', accepts: ({ kind }) => !neverInTerms.includes(kind) };

/** The facts that a policy does not accept. */
export function violations(facts: readonly Fact[], policy: Policy): readonly Fact[] {
  return facts.filter((fact) => !policy.accepts(fact));
}
