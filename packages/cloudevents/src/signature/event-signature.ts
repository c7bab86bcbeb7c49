import { Buffer } from 'node:buffer';
import { canonicalBytes, failed, type Localized, ok, type Problem, type Result } from '@tongban/kernel';
import type { CloudEvent } from '../cloud-event.ts';
import type { SigningKey } from './signing-key.ts';
import type { VerificationKey } from './verification-key.ts';

/**
 * What is signed: UTF-8 of the RFC 8785 form of the event without `sig`. Where the form of the whole event is at hand it
 * is cut out of that.
 */
export function signingInput(event: CloudEvent, canonical?: Uint8Array): Uint8Array {
  return withoutSig(event.sig, canonical) ?? canonicalBytes({ ...event, sig: undefined });
}

/** Undefined where there is nothing to cut. */
function withoutSig(sig: string | undefined, canonical: Uint8Array | undefined): Uint8Array | undefined {
  if (canonical === undefined || sig === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = canonical;
  const text = Buffer.from(buffer, byteOffset, byteLength);
  const member = `"sig":"${sig}",`;
  // The last one, since data comes before it, and only strings after it, in which a quote stands behind a backslash.
  const at = text.lastIndexOf(member);
  if (at < 0) return undefined;
  return Buffer.concat([text.subarray(0, at), text.subarray(at + member.length)]);
}

/** The event with its signature under the id by which the department registered the key. */
export function signEvent(event: CloudEvent, key: SigningKey, keyId: string): CloudEvent {
  const unsigned = { ...event, sigalg: key.algorithm, sigkeyid: keyId };
  const signature = key.sign(signingInput(unsigned));
  return { ...unsigned, sig: Buffer.from(signature).toString('base64url') };
}

/** Whether an event was signed with the key that belongs to this one; else the problem, with the rule `signature`. */
export function verifyEvent(event: CloudEvent, key: VerificationKey): Result<CloudEvent, Problem> {
  const signature = signatureOf(event, key);
  if (!signature.ok) return signature;
  return verdict(event, key.verify(signingInput(event), signature.value));
}

/**
 * As `verifyEvent`, with the arithmetic in the thread pool where the algorithm allows it. `canonical` is the RFC 8785
 * form of a sound event, where it is at hand.
 */
export async function verifyEventAside(
  event: CloudEvent,
  key: VerificationKey,
  canonical?: Uint8Array,
): Promise<Result<CloudEvent, Problem>> {
  const signature = signatureOf(event, key);
  if (!signature.ok) return signature;
  return verdict(event, await key.verifyAside(signingInput(event, canonical), signature.value));
}

function signatureOf({ sig, sigalg }: CloudEvent, key: VerificationKey): Result<Uint8Array, Problem> {
  if (sig === undefined) {
    return failed(problem('/sig', { zh: '事件没有签名', en: 'the event is not signed' }));
  }
  if (sigalg !== key.algorithm) {
    return failed(
      problem('/sigalg', {
        zh: `签名算法为 ${sigalg}，而登记的密钥是 ${key.algorithm}`,
        en: `the signature algorithm is ${sigalg}, but the registered key is for ${key.algorithm}`,
      }),
    );
  }
  const signature = Buffer.from(sig, 'base64url');
  if (signature.toString('base64url') === sig) return ok(signature);
  return failed(
    problem('/sig', {
      zh: 'sig 应为不带填充的 base64url',
      en: 'sig must be base64url without padding',
    }),
  );
}

function verdict(event: CloudEvent, isRight: boolean): Result<CloudEvent, Problem> {
  if (isRight) return ok(event);
  return failed(
    problem('/sig', {
      zh: '签名与事件内容不符：请对去掉 sig 后的事件按 RFC 8785 规范化再签名，发送后不得改动',
      en: 'the signature does not match: sign the RFC 8785 form of the event without sig, and change nothing after',
    }),
  );
}

function problem(pointer: string, message: Localized): Problem {
  return { pointer, rule: 'signature', message };
}
