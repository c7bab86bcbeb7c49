import type { TongbanError } from '@tongban/kernel';
import { type Actor, actedBy, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

export type RegistrationEvent = EventOf<'platform.contract-registered.v1'>;

type Registered = DataOf<'platform.contract-registered.v1'>;

/** The versions of one contract that were registered at run time, and what each said. */
export type RegisteredVersions = ReadonlyMap<string, Pick<Registered, 'hash' | 'terms' | 'upcaster'>>;

export interface RegisterContract extends Omit<Registered, 'by' | 'type'> {
  readonly kind: 'register';
  readonly actor: Actor;
  /** Versions in force when it was checked, and their digests. */
  readonly baseline: ReadonlyMap<string, string>;
  /** Every version that was known when it was checked, also those that are refused. */
  readonly checkedAfter: ReadonlySet<string>;
}

/**
 * Registrations of one contract, `<owner>.<name>`. Whether a version is compatible was checked before; here it is only
 * kept that versions follow one another and never change, and that nothing came in between. The same again changes nothing.
 */
export const registrationDecider: Decider<RegisteredVersions, RegisterContract, RegistrationEvent> = {
  initialState: new Map(),
  decide(registered, command) {
    const { actor, contract, version, schema, terms, upcaster, hash, baseline, checkedAfter } = command;
    const owner = contract.slice(0, contract.indexOf('.'));
    if (!speaksFor(actor, owner)) throw sharingErrors.error('E_REGISTRATION_NOT_OWNER', { facts: { owner } });
    const atRunTime = [...registered].map(([number, known]) => [number, known.hash] as const);
    const released = new Map([...baseline, ...atRunTime]);
    if (released.get(version) === hash) {
      if (saysOtherwise(registered, command, latestOf(released))) throw releasedVersion(released, version);
      return [];
    }
    const refusal = versionRefusal(released, version, hash);
    if (refusal) throw refusal;
    const unseen = [...registered.keys()].filter((number) => !checkedAfter.has(number));
    if (unseen.length > 0) throw overtaken(version, unseen);
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
  evolve: (registered, { data: { version, hash, terms, upcaster } }) =>
    new Map(registered).set(version, { hash, terms, ...(upcaster === undefined ? {} : { upcaster }) }),
};

/**
 * Whether a version whose schema is registered comes with other terms or another upcaster. Terms hold for every version: an
 * earlier one may come again whatever they were.
 */
function saysOtherwise(
  registered: RegisteredVersions,
  { version, terms, upcaster }: RegisterContract,
  latest: string | undefined,
): boolean {
  const known = registered.get(version);
  if (version === latest && known !== undefined && known.terms !== terms) return true;
  const first = registered.get(`${version.slice(0, version.indexOf('.'))}.0`);
  return upcaster !== undefined && first !== undefined && first.upcaster !== upcaster;
}

/** The refusal of a version that was checked before another one was registered, with which it may not get on. */
function overtaken(version: string, unseen: readonly string[]): TongbanError {
  const names = unseen.join(', ');
  return sharingErrors.error('E_REGISTRATION_ORDER', {
    detail: {
      zh: `检查 ${version} 期间登记了 ${unseen.join('、')}，须与之重新比较；请再次提交`,
      en: `${names} was registered while ${version} was being checked, and it was not compared with that; send it again`,
    },
    facts: { version, registered: unseen },
  });
}

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
  const latest = latestOf(released);
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

function latestOf(released: ReadonlyMap<string, unknown>): string | undefined {
  return [...released.keys()].sort(byNumber).at(-1);
}

function byNumber(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
