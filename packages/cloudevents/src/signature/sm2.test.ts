import { createPublicKey } from 'node:crypto';
import { sm2 as peer } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { importSigningKey } from './signing-key.ts';
import { sm2Key } from './sm2.ts';
import { importPublicKey } from './verification-key.ts';

const spkiPrefix = '3059301306072a8648ce3d020106082a811ccf5501822d03420004';
/** GM/T 0003.5 annex A. */
const x = '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020';
const y = 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
const d = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';
const z = 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3';
const signature =
  '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
  '022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

const message = new TextEncoder().encode('message digest');
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const publicKey = (): ReturnType<typeof importPublicKey> =>
  importPublicKey({ algorithm: 'sm2-sm3', spki: base64(spkiPrefix + x + y) });

/** PKCS #8 of a private scalar with its public point. */
function pkcs8(scalar: string, point: string): string {
  const inner = `306b0201010420${scalar}a14403420004${point}`;
  const der = `308187020100301306072a8648ce3d020106082a811ccf5501822d046d${inner}`;
  return `-----BEGIN PRIVATE KEY-----\n${base64(der)}\n-----END PRIVATE KEY-----`;
}

describe('SM2', () => {
  it('computes Z and verifies the signature of GM/T 0003.5 annex A', () => {
    const spki = Buffer.from(spkiPrefix + x + y, 'hex');
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    expect(sm2Key(key, spki).z.toString('hex')).toBe(z);
    expect(publicKey().verify(message, Buffer.from(signature, 'hex'))).toBe(true);
  });

  it('reads the private key of the annex', () => {
    const key = importSigningKey({ algorithm: 'sm2-sm3', pem: pkcs8(d, x + y) });
    expect(key.verificationKey.spki).toBe(publicKey().spki);
    expect(publicKey().verify(message, key.sign(message))).toBe(true);
  });

  it('signs what sm-crypto-v2 verifies, and the other way round', () => {
    for (let round = 0; round < 10; round++) {
      const pair = peer.generateKeyPairHex();
      const key = importSigningKey({
        algorithm: 'sm2-sm3',
        pem: pkcs8(pair.privateKey, pair.publicKey.slice(2)),
      });
      const text = new TextEncoder().encode(`第 ${round} 条`);
      const ours = Buffer.from(key.sign(text)).toString('hex');
      expect(peer.doVerifySignature(text, ours, pair.publicKey, { hash: true, der: true })).toBe(true);
      const theirs = peer.doSignature(text, pair.privateKey, { hash: true, der: true });
      expect(key.verificationKey.verify(text, Buffer.from(theirs, 'hex'))).toBe(true);
    }
  });

  it('does not take a signature under another distinguishing id', () => {
    const theirs = peer.doSignature(message, d, { hash: true, der: true, userId: 'ALICE123@YAHOO.COM' });
    expect(publicKey().verify(message, Buffer.from(theirs, 'hex'))).toBe(false);
  });

  it('takes DER only: no raw r and s, nothing behind, no padding', () => {
    const raw = peer.doSignature(message, d, { hash: true });
    for (const other of [raw, `${signature}00`, signature.replace('3046', '308146'), '', '30']) {
      expect(publicKey().verify(message, Buffer.from(other, 'hex'))).toBe(false);
    }
  });

  it.each([
    ['compressed', `3039301306072a8648ce3d020106082a811ccf5501822d03220003${x}`],
    ['off the curve', `${spkiPrefix}${x}${y.replace(/13$/, '14')}`],
    ['zero', spkiPrefix + '0'.repeat(128)],
  ])('refuses a point that is %s', (_, spki) => {
    expect(() => importPublicKey({ algorithm: 'sm2-sm3', spki: base64(spki) })).toThrow(
      'E_SIGNING_KEY_UNUSABLE',
    );
  });
});
