import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type KeyCommand, keyAt, keyDecider, type NewKey } from './department-keys.ts';
import { auditor, customs, given, operator, utilities } from './testing/samples.ts';

const spki = (): string =>
  generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const key = (keyId: string, validFrom = '2025-09-01T00:00:00+08:00'): NewKey => ({
  keyId,
  algorithm: 'ed25519',
  publicKey: spki(),
  validFrom,
});
const base = { actor: utilities, department: 'utilities', now: '2025-10-01T00:00:00Z' };
const register = (keyId: string): KeyCommand => ({ ...base, kind: 'register', key: key(keyId) });
const rotate: KeyCommand = {
  ...base,
  kind: 'rotate',
  key: key('k2', '2025-11-01T00:00:00+08:00'),
  replaces: 'k1',
};
const revoke = (reason: 'retired' | 'compromised', revokedFrom: string): KeyCommand => ({
  ...base,
  kind: 'revoke',
  keyId: 'k1',
  reason,
  revokedFrom,
});
const at = (text: string): number => Date.parse(text);

describe('the keys of a department', () => {
  it('are in force from their beginning to their revocation, to the millisecond', () => {
    const { state, events } = given(keyDecider, [register('k1'), rotate]);
    expect(events).toHaveLength(3);
    expect(keyAt(state, 'k1', at('2025-08-31T15:59:59.999Z'))).toBeUndefined();
    expect(keyAt(state, 'k1', at('2025-08-31T16:00:00Z'))?.keyId).toBe('k1');
    expect(keyAt(state, 'k1', at('2025-10-31T15:59:59.999Z'))?.replacedBy).toBe('k2');
    expect(keyAt(state, 'k1', at('2025-10-31T16:00:00Z'))).toBeUndefined();
    expect(keyAt(state, 'k2', at('2025-10-31T16:00:00Z'))?.keyId).toBe('k2');
    expect(keyAt(state, 'k3', at('2025-10-31T16:00:00Z'))).toBeUndefined();
  });

  it('are revoked for the past only where they are compromised, then also after another revocation', () => {
    const { refusal, when } = given(keyDecider, [register('k1')]);
    expect(refusal(revoke('retired', '2025-09-15T00:00:00Z'))).toBe('E_KEY_BACKDATED');
    expect(when(revoke('compromised', '2025-09-15T00:00:00Z'))).toHaveLength(1);
    const retired = given(keyDecider, [register('k1'), revoke('retired', '2025-10-05T00:00:00Z')]);
    expect(retired.refusal(revoke('retired', '2025-10-06T00:00:00Z'))).toBe('E_KEY_REVOKED');
    expect(retired.refusal(revoke('compromised', '2025-10-06T00:00:00Z'))).toBe('E_KEY_REVOKED');
    expect(retired.when(revoke('compromised', '2025-09-15T00:00:00Z'))).toHaveLength(1);
  });

  it('have ids that are never used again', () => {
    const { refusal } = given(keyDecider, [register('k1'), revoke('retired', '2025-10-05T00:00:00Z')]);
    expect(refusal(register('k1'))).toBe('E_KEY_ID_TAKEN');
    expect(given(keyDecider, []).refusal(rotate)).toBe('E_KEY_NOT_FOUND');
  });

  it('are what they say they are', () => {
    const broken: readonly Partial<NewKey>[] = [
      { algorithm: 'sm2-sm3' },
      { publicKey: 'AAAA' },
      { publicKey: `${spki()}x` },
      { validFrom: 'tomorrow' },
    ];
    for (const change of broken) {
      const command: KeyCommand = { ...base, kind: 'register', key: { ...key('k1'), ...change } };
      expect(given(keyDecider, []).refusal(command)).toBe('E_KEY_INVALID');
    }
    const sm2 = generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const good: NewKey = { ...key('k1'), algorithm: 'sm2-sm3', publicKey: sm2.toString('base64') };
    expect(given(keyDecider, []).when({ ...base, kind: 'register', key: good })).toHaveLength(1);
  });

  it('are managed by the department or an operator', () => {
    for (const actor of [customs, auditor]) {
      expect(given(keyDecider, []).refusal({ ...register('k1'), actor })).toBe('E_KEY_NOT_OWNER');
    }
    expect(given(keyDecider, []).refusal({ ...register('k1'), actor: operator })).toBeUndefined();
  });
});
