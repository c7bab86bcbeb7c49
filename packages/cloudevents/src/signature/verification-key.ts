import { Buffer } from 'node:buffer';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Localized, TongbanError } from '@tongban/kernel';
import type { SignatureAlgorithm } from '../cloud-event.ts';
import { cloudEventErrors } from '../errors.ts';
import { isSm2Spki, sm2Key, sm2Verify } from './sm2.ts';

/** A public key, imported once and kept: the import costs as much as a check. */
export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER in base64: one text per key, however it was sent. */
  readonly spki: string;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
  /** The same in the thread pool where the algorithm allows it: a server goes on with other requests meanwhile. */
  verifyAside(message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** A public key as PEM, or as the base64 of its SubjectPublicKeyInfo. */
export type PublicKeySource = { readonly algorithm: SignatureAlgorithm } & (
  | { readonly pem: string }
  | { readonly spki: string }
);

/** Imports a public key. @throws E_SIGNING_KEY_UNUSABLE which says what is wrong with it */
export function importPublicKey(source: PublicKeySource): VerificationKey {
  const { algorithm } = source;
  const key = 'pem' in source ? keyOfPem(source.pem) : keyOfSpki(source.spki);
  return verificationKey(algorithm, key);
}

/** The verification key of a key object. @throws E_SIGNING_KEY_UNUSABLE where it is for something else */
export function verificationKey(algorithm: SignatureAlgorithm, key: KeyObject): VerificationKey {
  const spki = key.export({ type: 'spki', format: 'der' });
  if (algorithm === 'ed25519') {
    if (key.asymmetricKeyType !== 'ed25519') throw otherKey('Ed25519', key.asymmetricKeyType);
    return {
      algorithm,
      spki: spki.toString('base64'),
      verify: (message, signature) => verify(null, message, key, signature),
      verifyAside: (message, signature) =>
        new Promise((resolve, reject) => {
          verify(null, message, key, signature, (error, isRight) =>
            error ? reject(error) : resolve(isRight),
          );
        }),
    };
  }
  if (!isSm2Spki(spki)) throw otherKey('SM2', key.asymmetricKeyType);
  const sm2 = sm2Key(key, spki);
  return {
    algorithm,
    spki: spki.toString('base64'),
    verify: (message, signature) => sm2Verify(sm2, message, signature),
    // The pool's one-shot call lets OpenSSL hash Z by itself, which it has done in more than one way.
    verifyAside: async (message, signature) => sm2Verify(sm2, message, signature),
  };
}

/** The refusal of a key. */
export function unusableKey(detail: Localized, cause?: unknown): TongbanError {
  return cloudEventErrors.error('E_SIGNING_KEY_UNUSABLE', { detail, cause });
}

function keyOfPem(pem: string): KeyObject {
  // Node would take the public half of a private key, and nobody would learn that the private one has leaked.
  if (pem.includes('PRIVATE KEY')) {
    throw unusableKey({
      zh: '收到的是私钥。私钥不得外传：请废弃它，重新生成后只登记公钥（-----BEGIN PUBLIC KEY-----）',
      en: 'This is a private key, and it has now left your system: discard it, make a new one, and register only its public key (-----BEGIN PUBLIC KEY-----)',
    });
  }
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) {
    throw unusableKey({
      zh: '应为 PEM 公钥（-----BEGIN PUBLIC KEY-----）；证书请先用 openssl x509 -pubkey 取出公钥',
      en: 'Send a PEM public key (-----BEGIN PUBLIC KEY-----); take it out of a certificate with openssl x509 -pubkey',
    });
  }
  try {
    return createPublicKey({ key: pem, format: 'pem' });
  } catch (error) {
    throw unreadableKey(error);
  }
}

function keyOfSpki(spki: string): KeyObject {
  const der = Buffer.from(spki, 'base64');
  if (der.length === 0 || der.toString('base64') !== spki) {
    throw unusableKey({
      zh: 'spki 应为 SubjectPublicKeyInfo（DER）的标准 Base64，带填充、无换行',
      en: 'spki must be the standard base64 of a SubjectPublicKeyInfo (DER), padded and without line breaks',
    });
  }
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch (error) {
    throw unreadableKey(error);
  }
}

function unreadableKey(cause: unknown): TongbanError {
  return unusableKey(
    {
      zh: '不是有效的公钥（SubjectPublicKeyInfo），或其点不在曲线上',
      en: 'This is not a valid public key (SubjectPublicKeyInfo), or its point is not on the curve',
    },
    cause,
  );
}

function otherKey(wanted: 'Ed25519' | 'SM2', found: string | undefined): TongbanError {
  const form =
    wanted === 'SM2' ? { zh: '（未压缩点）', en: ' with an uncompressed point' } : { zh: '', en: '' };
  return unusableKey({
    zh: `应为 ${wanted} 公钥${form.zh}，实际为 ${found ?? '其他'} 密钥`,
    en: `The key must be an ${wanted} public key${form.en}, and this is another (${found ?? 'unnamed'})`,
  });
}
