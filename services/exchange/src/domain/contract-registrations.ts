import type { TongbanError } from '@tongban/kernel';
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
    if (released.get(version) === hash) return [];
    const refusal = versionRefusal(released, version, hash);
    if (refusal) throw refusal;
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

/**
 * Why a version is not registered after those that are: its number has other content, or does not follow. Undefined where
 * it is the next one, or is registered with this very content.
 *
 * @param released every version of the contract by its number; null: its content is not known, and no other takes its place.
 */
export function versionRefusal(
  released: ReadonlyMap<string, string | null>,
  version: string,
  hash: string,
): TongbanError | undefined {
  const known = released.get(version);
  if (known === hash) return undefined;
  if (known !== undefined) return releasedVersion(released, version);
  const expected = nextVersions([...released.keys()]);
  if (expected.includes(version)) return undefined;
  const latest = [...released.keys()].sort(byNumber).at(-1);
  return sharingErrors.error('E_REGISTRATION_ORDER', {
    detail: {
      zh: `${latest === undefined ? '首个版本' : `${latest} 之后的版本`}应为 ${expected.join(' 或 ')}，不是 ${version}`,
      en: `${latest === undefined ? 'The first version is' : `After ${latest} comes`} ${expected.join(' or ')}, not ${version}`,
    },
    facts: { version, expected },
  });
}

/** The refusal of other content under the number of a version that is released: what differs is for the next one. */
export function releasedVersion(released: ReadonlyMap<string, unknown>, version: string): TongbanError {
  const hash = released.get(version);
  const expected = nextVersions([...released.keys()]);
  return sharingErrors.error('E_REGISTRATION_RELEASED', {
    detail: {
      zh: `版本 ${version} 已登记，内容不可更改；改动请登记为 ${expected.join(' 或 ')}`,
      en: `Version ${version} is registered and never changes; register what is different as ${expected.join(' or ')}`,
    },
    facts: { version, expected, ...(typeof hash === 'string' ? { hash } : {}) },
  });
}

/** What may follow these versions: the next minor or the next major. */
function nextVersions(versions: readonly string[]): readonly string[] {
  const latest = [...versions].sort(byNumber).at(-1);
  if (latest === undefined) return ['1.0'];
  const [major = 0, minor = 0] = latest.split('.').map(Number);
  return [`${major}.${minor + 1}`, `${major + 1}.0`];
}

function byNumber(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
