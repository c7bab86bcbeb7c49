import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import { invariant } from '@tongban/kernel';

/** A key with what SM2 hashes before the message; both are worth keeping, for import costs as much as a check. */
export interface Sm2Key {
  readonly key: KeyObject;
  /** Z of the public key (GM/T 0003.2 §5.5) under the usual distinguishing id. */
  readonly z: Buffer;
}

/** SubjectPublicKeyInfo of an uncompressed point on the SM2 curve, up to the x coordinate. */
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004', 'hex');
const spkiLength = spkiPrefix.length + 64;
/** Bit length of the id 1234567812345678 (GM/T 0009 §10), the id, and the curve's a, b and base point. */
const zPrefix = Buffer.concat([
  Buffer.from([0x00, 0x80]),
  Buffer.from('1234567812345678'),
  Buffer.from(
    'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
      '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
      '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
      'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
    'hex',
  ),
]);

/** Whether this SPKI (DER) is an uncompressed point on the SM2 curve: only of such is Z computed. */
export function isSm2Spki(spki: Buffer): boolean {
  return spki.length === spkiLength && spki.subarray(0, spkiPrefix.length).equals(spkiPrefix);
}

/** `key` is the public or private key object that belongs to the SPKI. */
export function sm2Key(key: KeyObject, spki: Buffer): Sm2Key {
  const z = createHash('sm3').update(zPrefix).update(spki.subarray(spkiPrefix.length)).digest();
  return { key, z };
}

/** A DER signature over a message. `crypto.sign` cannot be used: it hashes an empty distinguishing id. */
export function sm2Sign({ key, z }: Sm2Key, message: Uint8Array): Buffer {
  checkEngine();
  return createSign('SM3').update(z).update(message).sign(key);
}

export function sm2Verify({ key, z }: Sm2Key, message: Uint8Array, signature: Uint8Array): boolean {
  checkEngine();
  return createVerify('SM3').update(z).update(message).verify(key, signature);
}

let isEngineChecked = false;

/**
 * How OpenSSL treats Z has changed before and failed without an error: the known answer of GM/T 0003.5 annex A
 * must come out before the first use.
 */
function checkEngine(): void {
  if (isEngineChecked) return;
  const spki = Buffer.concat([
    spkiPrefix,
    Buffer.from(
      '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
        'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
      'hex',
    ),
  ]);
  const signature = Buffer.from(
    '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
      '022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    'hex',
  );
  const { key, z } = sm2Key(createPublicKey({ key: spki, format: 'der', type: 'spki' }), spki);
  const isRight = createVerify('SM3').update(z).update('message digest').verify(key, signature);
  invariant(isRight, 'this OpenSSL does not verify the SM2 signature of GM/T 0003.5 annex A');
  isEngineChecked = true;
}
