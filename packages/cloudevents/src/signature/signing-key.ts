import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SignatureAlgorithm } from '../cloud-event.ts';
import { sm2Key, sm2Sign } from './sm2.ts';
import { unusableKey, type VerificationKey, verificationKey } from './verification-key.ts';

/** A private key of a department system. It never leaves it. */
export interface SigningKey {
  readonly algorithm: SignatureAlgorithm;
  /** The public half, which is registered with the exchange. */
  readonly verificationKey: VerificationKey;
  sign(message: Uint8Array): Uint8Array;
  /** PKCS #8 in PEM, unencrypted: for the system's own key store only. */
  exportPem(): string;
}

/** A new key pair from the machine's own randomness. */
export function generateSigningKey(algorithm: SignatureAlgorithm): SigningKey {
  const { privateKey } =
    algorithm === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'SM2' });
  return importSigningKey({ algorithm, pem: pkcs8(privateKey) });
}

/** Imports a private key in PKCS #8 PEM. @throws E_SIGNING_KEY_UNUSABLE */
export function importSigningKey(source: {
  readonly algorithm: SignatureAlgorithm;
  readonly pem: string;
}): SigningKey {
  const { algorithm, pem } = source;
  const key = privateKeyOfPem(pem);
  const publicKey = verificationKey(algorithm, createPublicKey(key));
  const exportPem = (): string => pkcs8(key);
  if (algorithm === 'ed25519') {
    return { algorithm, verificationKey: publicKey, sign: (message) => sign(null, message, key), exportPem };
  }
  const sm2 = sm2Key(key, Buffer.from(publicKey.spki, 'base64'));
  return { algorithm, verificationKey: publicKey, sign: (message) => sm2Sign(sm2, message), exportPem };
}

/** A generated SM2 key signs as ECDSA until it has been exported and read back; so every key is read from PEM. */
function privateKeyOfPem(pem: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch (cause) {
    throw unusableKey(
      {
        zh: '应为未加密的 PKCS #8 私钥（-----BEGIN PRIVATE KEY-----）',
        en: 'Give an unencrypted PKCS #8 private key (-----BEGIN PRIVATE KEY-----)',
      },
      cause,
    );
  }
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}
