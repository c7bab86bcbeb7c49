import type { Problem, TongbanError } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

export type KeyEvent = EventOf<
  'platform.department-key-registered.v1' | 'platform.department-key-revoked.v1'
>;

type Registered = DataOf<'platform.department-key-registered.v1'>;
type Revoked = DataOf<'platform.department-key-revoked.v1'>;

/** A key with which a department signs. It stays known after its revocation: what it signed before stays valid. */
export interface DepartmentKey {
  readonly keyId: string;
  readonly algorithm: Registered['algorithm'];
  /** SubjectPublicKeyInfo in base64. */
  readonly publicKey: string;
  /** RFC 3339; in force from then on. */
  readonly validFrom: string;
  /** RFC 3339; not in force from then on. */
  readonly revokedFrom?: string;
  readonly reason?: Revoked['reason'];
  readonly replacedBy?: string;
}

/** The keys of one department by id. */
export type DepartmentKeys = ReadonlyMap<string, DepartmentKey>;

export type NewKey = Pick<Registered, 'keyId' | 'algorithm' | 'publicKey' | 'validFrom'>;

export type KeyCommand = {
  readonly actor: Actor;
  readonly department: string;
  /** RFC 3339. */
  readonly now: string;
} & (
  | { readonly kind: 'register'; readonly key: NewKey }
  /** Registers a key and revokes the one it takes the place of, from the moment the new one is in force. */
  | { readonly kind: 'rotate'; readonly key: NewKey; readonly replaces: string }
  | {
      readonly kind: 'revoke';
      readonly keyId: string;
      readonly reason: Exclude<Revoked['reason'], 'superseded'>;
      readonly revokedFrom: string;
    }
);

/** The rules of one department's keys. Ids are never used again; only a compromised key is revoked for the past. */
export const keyDecider: Decider<DepartmentKeys, KeyCommand, KeyEvent> = {
  initialState: new Map(),
  decide(keys, command) {
    const { actor, department } = command;
    if (!speaksFor(actor, department) && !isAuthority(actor)) throw sharingErrors.error('E_KEY_NOT_OWNER');
    switch (command.kind) {
      case 'register':
        return [register(keys, command, command.key)];
      case 'rotate': {
        const { key, replaces } = command;
        const registered = register(keys, command, key);
        const change = { keyId: replaces, reason: 'superseded' as const, revokedFrom: key.validFrom };
        return [registered, revoke(keys, command, { ...change, replacedBy: key.keyId })];
      }
      case 'revoke': {
        const { keyId, reason, revokedFrom } = command;
        return [revoke(keys, command, { keyId, reason, revokedFrom })];
      }
    }
  },
  evolve(keys, event) {
    const after = new Map(keys);
    if (event.type === 'platform.department-key-registered.v1') {
      const { keyId, algorithm, publicKey, validFrom } = event.data;
      return after.set(keyId, { keyId, algorithm, publicKey, validFrom });
    }
    const { keyId, revokedFrom, reason, replacedBy } = event.data;
    const key = keys.get(keyId);
    if (!key) return keys;
    return after.set(keyId, {
      ...key,
      revokedFrom,
      reason,
      ...(replacedBy === undefined ? {} : { replacedBy }),
    });
  },
};

/** The key of an id if it was in force at an instant, epoch milliseconds. */
export function keyAt(keys: DepartmentKeys, keyId: string, instantMs: number): DepartmentKey | undefined {
  const key = keys.get(keyId);
  if (!key || instantMs < Date.parse(key.validFrom)) return undefined;
  return key.revokedFrom !== undefined && instantMs >= Date.parse(key.revokedFrom) ? undefined : key;
}

function register(keys: DepartmentKeys, { actor, department }: KeyCommand, key: NewKey): KeyEvent {
  if (keys.has(key.keyId)) throw sharingErrors.error('E_KEY_ID_TAKEN', { facts: { keyId: key.keyId } });
  const problems = keyProblems(key);
  if (problems.length > 0) throw sharingErrors.error('E_KEY_INVALID', { problems });
  return domainEvent('platform.department-key-registered.v1', department, {
    department,
    ...key,
    by: actedBy(actor),
  });
}

function revoke(
  keys: DepartmentKeys,
  { actor, department, now }: KeyCommand,
  change: Pick<Revoked, 'keyId' | 'reason' | 'revokedFrom' | 'replacedBy'>,
): KeyEvent {
  const { keyId, reason, revokedFrom } = change;
  const key = keys.get(keyId);
  if (!key) throw sharingErrors.error('E_KEY_NOT_FOUND', { facts: { keyId } });
  const isKnownEarlier = key.revokedFrom !== undefined && reason !== 'compromised';
  const isMovedLater =
    key.revokedFrom !== undefined && Date.parse(revokedFrom) >= Date.parse(key.revokedFrom);
  // A key that turns out compromised may lose more of its past than its revocation said so far, never less.
  if (isKnownEarlier || isMovedLater) throw sharingErrors.error('E_KEY_REVOKED', { facts: { keyId } });
  if (reason !== 'compromised' && Date.parse(revokedFrom) < Date.parse(now)) {
    throw backdated(revokedFrom, now, change.replacedBy === undefined ? '/revokedFrom' : '/validFrom');
  }
  return domainEvent('platform.department-key-revoked.v1', department, {
    department,
    ...change,
    by: actedBy(actor),
  });
}

/** @param pointer where the caller said the moment: a rotation revokes the old key when the new one comes into force */
function backdated(revokedFrom: string, now: string, pointer: '/revokedFrom' | '/validFrom'): TongbanError {
  return sharingErrors.error('E_KEY_BACKDATED', {
    facts: { revokedFrom, now },
    problems: [
      {
        pointer,
        rule: 'minimum',
        expected: now,
        message: {
          zh: `不得早于平台收到请求的时刻 ${now}；不填即为该时刻`,
          en: `Not before ${now}, when the platform had the request; left out, it is that moment`,
        },
      },
    ],
  });
}

/** How a SubjectPublicKeyInfo begins (RFC 8410; GB/T 32918 with the SM2 curve) and how many bytes it has. */
const forms = {
  ed25519: { prefix: '302a300506032b6570032100', bytes: 44 },
  'sm2-sm3': { prefix: '3059301306072a8648ce3d020106082a811ccf5501822d03420004', bytes: 91 },
} as const;

function keyProblems({ algorithm, publicKey, validFrom }: NewKey): readonly Problem[] {
  const { prefix, bytes } = forms[algorithm];
  const hex = hexOfBase64(publicKey);
  const isKey = hex?.startsWith(prefix) && hex.length === bytes * 2;
  const problems: Problem[] = [];
  if (!isKey) {
    problems.push({
      pointer: '/publicKey',
      rule: 'spki',
      expected: { algorithm, bytes },
      message: {
        zh: `应为 ${algorithm} 公钥的 SubjectPublicKeyInfo（base64，${bytes} 字节）`,
        en: `Expected the SubjectPublicKeyInfo of an ${algorithm} public key: ${bytes} bytes in base64`,
      },
    });
  }
  if (Number.isNaN(Date.parse(validFrom))) {
    problems.push({
      pointer: '/validFrom',
      rule: 'date-time',
      message: { zh: '应为带时区的时间', en: 'Expected a time with its zone (RFC 3339)' },
    });
  }
  return problems;
}

function hexOfBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return Array.from(atob(text), (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join(
    '',
  );
}
