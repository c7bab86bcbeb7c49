import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, importSigningKey } from './signing-key.ts';
import { importPublicKey } from './verification-key.ts';

const message = new TextEncoder().encode('message digest');

function pemOfPublic(spki: string): string {
  return `-----BEGIN PUBLIC KEY-----\n${spki.replaceAll(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`;
}

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_SIGNING_KEY_UNUSABLE', status: 422 });
    return (error as { detail: { en: string } }).detail.en;
  }
  return 'no refusal';
}

describe.each(['ed25519', 'sm2-sm3'] as const)('a key for %s', (algorithm) => {
  const key = generateSigningKey(algorithm);
  const { spki } = key.verificationKey;

  it('goes through PEM and back', () => {
    const again = importSigningKey({ algorithm, pem: key.exportPem() });
    expect(again.verificationKey.spki).toBe(spki);
    expect(key.verificationKey.verify(message, again.sign(message))).toBe(true);
  });

  it('is the same public key from PEM and from SPKI', () => {
    const fromPem = importPublicKey({ algorithm, pem: pemOfPublic(spki) });
    expect(fromPem.spki).toBe(spki);
    expect(importPublicKey({ algorithm, spki }).spki).toBe(spki);
    expect(fromPem.verify(message, key.sign(message))).toBe(true);
  });

  it('is refused where it is private', () => {
    expect(refusal(() => importPublicKey({ algorithm, pem: key.exportPem() }))).toContain('private key');
  });

  it.each([
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'openssl x509 -pubkey'],
    ['nothing', '', 'Send a PEM public key'],
    ['rubbish', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'not a valid public key'],
  ])('is not %s', (_, pem, reason) => {
    expect(refusal(() => importPublicKey({ algorithm, pem }))).toContain(reason);
  });

  it.each([
    ['empty', ''],
    ['with a line break', `${spki.slice(0, 8)}\n${spki.slice(8)}`],
    ['in base64url', '_-8'],
  ])('is not an SPKI %s', (_, text) => {
    expect(refusal(() => importPublicKey({ algorithm, spki: text }))).toContain('standard base64');
  });

  it('is not an SPKI that is cut', () => {
    const cut = Buffer.from(spki, 'base64').subarray(0, -3).toString('base64');
    expect(refusal(() => importPublicKey({ algorithm, spki: cut }))).toContain('not a valid public key');
  });

  it('is of no other kind', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(refusal(() => importPublicKey({ algorithm, spki: other }))).toContain('this is another (ec)');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(refusal(() => importSigningKey({ algorithm, pem }))).toContain('this is another (ec)');
    expect(refusal(() => importSigningKey({ algorithm, pem: 'x' }))).toContain('PKCS #8');
  });
});
