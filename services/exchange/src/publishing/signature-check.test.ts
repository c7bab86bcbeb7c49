import type { CloudEvent } from '@tongban/cloudevents';
import { generateSigningKey, signEvent } from '@tongban/cloudevents/signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import example from '../../../../contracts/tax/clearance-issued/examples/valid-bankruptcy.json' with {
  type: 'json',
};
import type { NewKey } from '../domain/department-keys.ts';
import { openPublishingLaboratory, type PublishingLaboratory } from '../testing/publishing-laboratory.ts';
import { catalogue } from '../testing/running-exchange.ts';
import { accountOpened } from '../testing/sharing-steps.ts';

const { sig: _sig, sigalg: _sigalg, sigkeyid: _sigkeyid, ...unsigned } = example;
const clearance = (time = '2025-11-17T09:40:00+08:00'): CloudEvent =>
  ({ ...unsigned, time }) as unknown as CloudEvent;

let laboratory: PublishingLaboratory;
beforeEach(async () => {
  laboratory = await openPublishingLaboratory();
});
afterEach(() => laboratory.close());

async function codeOf(event: CloudEvent): Promise<string | undefined> {
  const contract = catalogue.get(event.type);
  if (!contract) throw new Error(`no contract for ${event.type}`);
  return (await laboratory.checkSignature(event, contract))?.code;
}

describe.each(['ed25519', 'sm2-sm3'] as const)('a signature by %s', (algorithm) => {
  const key = generateSigningKey(algorithm);
  const stranger = generateSigningKey(algorithm);
  const newKey = (keyId: string, validFrom = '2025-06-01T00:00:00Z', by = key): NewKey => ({
    keyId,
    algorithm,
    publicKey: by.verificationKey.spki,
    validFrom,
  });
  const signed = (time?: string, keyId = 'k-1'): CloudEvent => signEvent(clearance(time), key, keyId);

  it('does where the key is registered and in force', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1') });
    expect(await codeOf(signed())).toBeUndefined();
  });

  it('does not where the key is unknown, or of another algorithm', async () => {
    expect(await codeOf(signed())).toBe('E_SIGNATURE_KEY_UNKNOWN');
    await laboratory.keys({ kind: 'register', key: newKey('k-2') });
    expect(await codeOf(signed())).toBe('E_SIGNATURE_KEY_UNKNOWN');
    const other = algorithm === 'ed25519' ? 'sm2-sm3' : 'ed25519';
    expect(await codeOf({ ...signed(undefined, 'k-2'), sigalg: other })).toBe('E_SIGNATURE_KEY_UNKNOWN');
  });

  it('does not where anything was changed, or another key signed', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1') });
    const event = signed();
    const data = { ...(event.data as object), authority: '国家税务总局' } as CloudEvent['data'];
    expect(await codeOf({ ...event, data })).toBe('E_SIGNATURE_WRONG');
    expect(await codeOf({ ...event, correlationid: 'another' })).toBe('E_SIGNATURE_WRONG');
    expect(await codeOf({ ...event, sig: 'AAAA' })).toBe('E_SIGNATURE_WRONG');
    expect(await codeOf(signEvent(clearance(), stranger, 'k-1'))).toBe('E_SIGNATURE_WRONG');
  });

  it('does from the moment at which the key is in force, and not before', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1', '2025-11-17T00:00:00+08:00') });
    expect(await codeOf(signed('2025-11-16T23:59:59+08:00'))).toBe('E_SIGNATURE_KEY_REVOKED');
    expect(await codeOf(signed('2025-11-16T16:00:00Z'))).toBeUndefined();
  });

  it('does no more from the moment at which the key is revoked, and stays sound before', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1') });
    const revokedFrom = '2025-11-17T00:00:00+08:00';
    await laboratory.keys({ kind: 'revoke', keyId: 'k-1', reason: 'retired', revokedFrom });
    expect(await codeOf(signed(revokedFrom))).toBe('E_SIGNATURE_KEY_REVOKED');
    expect(await codeOf(signed('2025-11-16T23:59:59+08:00'))).toBeUndefined();
  });

  it('loses its past where the key was compromised', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1') });
    const revokedFrom = '2025-06-02T00:00:00Z';
    await laboratory.keys({ kind: 'revoke', keyId: 'k-1', reason: 'compromised', revokedFrom });
    expect(await codeOf(signed())).toBe('E_SIGNATURE_KEY_REVOKED');
  });

  it('is by the key of its time where keys were rotated', async () => {
    await laboratory.keys({ kind: 'register', key: newKey('k-1') });
    const next = newKey('k-2', '2025-11-17T00:00:00+08:00', stranger);
    await laboratory.keys({ kind: 'rotate', key: next, replaces: 'k-1' });
    expect(await codeOf(signed('2025-11-16T10:00:00+08:00'))).toBeUndefined();
    expect(await codeOf(signed())).toBe('E_SIGNATURE_KEY_REVOKED');
    expect(await codeOf(signEvent(clearance(), stranger, 'k-2'))).toBeUndefined();
  });
});

it('is asked for where the contract requires it, and only there', async () => {
  expect(await codeOf(clearance())).toBe('E_SIGNATURE_REQUIRED');
  expect(await codeOf(accountOpened('A-1'))).toBeUndefined();
});

it('is checked where it is given, also where it is not required', async () => {
  const key = generateSigningKey('ed25519');
  expect(await codeOf(signEvent(accountOpened('A-1'), key, 'k-1'))).toBe('E_SIGNATURE_KEY_UNKNOWN');
});
