import { type Actor, actedBy, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

export type RegistrationEvent = EventOf<'platform.contract-registered.v1'>;

type Registered = DataOf<'platform.contract-registered.v1'>;

/** The versions of one contract that were registered at run time, and the digest of each. */
export type RegisteredVersions = ReadonlyMap<string, string>;

export interface RegisterContract extends Omit<Registered, 'by' | 'type'> {
  readonly kind: 'register';
  readonly actor: Actor;
  /** Versions released with the platform itself, and their digests: the baseline. */
  readonly baseline: RegisteredVersions;
}

/**
 * Registrations of one contract, `<owner>.<name>`. Whether a version is compatible was checked before; here it is only
 * kept that versions follow one another and never change. The same version with the same digest changes nothing.
 */
export const registrationDecider: Decider<RegisteredVersions, RegisterContract, RegistrationEvent> = {
  initialState: new Map(),
  decide(registered, { actor, contract, version, schema, terms, upcaster, hash, baseline }) {
    const owner = contract.slice(0, contract.indexOf('.'));
    if (!speaksFor(actor, owner)) throw sharingErrors.error('E_REGISTRATION_NOT_OWNER', { facts: { owner } });
    const released = new Map([...baseline, ...registered]);
    const known = released.get(version);
    if (known === hash) return [];
    if (known !== undefined) {
      throw sharingErrors.error('E_REGISTRATION_RELEASED', { facts: { version, hash: known } });
    }
    const expected = nextVersions([...released.keys()]);
    if (!expected.includes(version)) {
      throw sharingErrors.error('E_REGISTRATION_ORDER', { facts: { version, expected } });
    }
    return [
      domainEvent('platform.contract-registered.v1', contract, {
        contract,
        version,
        type: `${contract}.v${version.slice(0, version.indexOf('.'))}`,
        schema,
        terms,
        ...(upcaster === undefined ? {} : { upcaster }),
        hash,
        by: actedBy(actor),
      }),
    ];
  },
  evolve: (registered, { data: { version, hash } }) => new Map(registered).set(version, hash),
};

/** What may follow these versions: the next minor or the next major. */
function nextVersions(versions: readonly string[]): readonly string[] {
  const numbers = versions.map((version) => version.split('.').map(Number));
  const major = Math.max(0, ...numbers.map(([first = 0]) => first));
  if (major === 0) return ['1.0'];
  const minor = Math.max(...numbers.filter(([first]) => first === major).map(([, second = 0]) => second));
  return [`${major}.${minor + 1}`, `${major + 1}.0`];
}
