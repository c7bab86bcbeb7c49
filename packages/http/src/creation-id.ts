import { hash } from 'node:crypto';
import { canonicalJson, formatUuid, type IdSource } from '@tongban/kernel';
import { identityOf } from './access.ts';
import { type AppContext, headerOf } from './app-env.ts';
import { httpErrors } from './errors.ts';

/**
 * A quoted string of structured fields, as draft-ietf-httpapi-idempotency-key-header asks, or the same unquoted.
 */
const keyForm = /^"?([\w.:-]{1,128})"?$/;

/**
 * The id of what a POST creates. With an `Idempotency-Key` the id follows from the department, the address and the key, so
 * that a repeat names the same thing; without one it is new.
 *
 * @throws E_HTTP_IDEMPOTENCY_KEY
 */
export function creationId(c: AppContext, ids: IdSource): string {
  const digest = keyDigest(c);
  return digest === undefined ? ids.next() : derivedUuid(digest);
}

/**
 * The id of what a request wants done: the event in which it is recorded has it. With an `Idempotency-Key` its second half
 * follows from department, address and key, its first from the JSON of the body as well. So the same request has the same id,
 * and another one under its key shows as that (`isOtherContent`), wherever and whenever it comes; without one it is new. The key
 * is part of both: who does not know it learns nothing of the content by the id.
 *
 * Behind `validated('json', …)`.
 *
 * @throws E_HTTP_IDEMPOTENCY_KEY
 */
export function commandId(c: AppContext, ids: IdSource): string {
  const digest = keyDigest(c);
  if (digest === undefined) return ids.next();
  const body: unknown = c.req.valid('json' as never) ?? null;
  const content = hash('sha256', `${digest.toString('hex')} ${textOf(body)}`, 'buffer');
  return derivedUuid(Buffer.concat([content.subarray(0, half), digest.subarray(half)]));
}

/** Whether an id that is recorded is of another content than this one, under the same key of the same caller and address. */
export function isOtherContent(recordedId: string, id: string): boolean {
  const isDerived = id.length === recordedId.length && id[version] === '8' && recordedId[version] === '8';
  return isDerived && recordedId !== id && recordedId.slice(secondHalf) === id.slice(secondHalf);
}

/** The refusal of a request whose key came with other content before (the draft, §2.7). */
export function idempotencyKeyReused(): Error {
  return httpErrors.error('E_HTTP_IDEMPOTENCY_KEY_REUSED', {
    detail: {
      zh: '该 Idempotency-Key 已用于此地址的另一请求，内容不同；本次未做任何更改。重发请保持内容不变，新的请求请用新的键。',
      en: 'This Idempotency-Key came to this address with other content before; nothing was changed. Repeat a request as it was, and give a new one a new key.',
    },
  });
}

/** Bytes of half a UUID; in its text the place of its version, and where the second half begins. */
const half = 8;
const version = 14;
const secondHalf = 19;

/** Of who sends what where under which key; undefined without a key. */
function keyDigest(c: AppContext): Buffer | undefined {
  const header = headerOf(c, 'idempotency-key');
  if (header === undefined) return undefined;
  const key = keyForm.exec(header)?.[1];
  if (key === undefined) {
    throw httpErrors.error('E_HTTP_IDEMPOTENCY_KEY', {
      detail: {
        zh: 'Idempotency-Key 须为 1 至 128 个字母、数字或 . _ : - ，例如一个 UUID。',
        en: 'An Idempotency-Key has 1 to 128 letters, digits or . _ : - , for example a UUID.',
      },
    });
  }
  const { department } = identityOf(c);
  return hash('sha256', JSON.stringify([department, c.req.method, c.req.path, key]), 'buffer');
}

/** The canonical form; half a surrogate pair has none, and is for whoever reads the member to refuse. */
function textOf(body: unknown): string {
  const text = JSON.stringify(body);
  return /\\ud[89a-f]/i.test(text) ? text : canonicalJson(body);
}

/** UUID version 8 (RFC 9562 §5.8) of a digest. */
function derivedUuid(digest: Uint8Array): string {
  const bytes = Uint8Array.from(digest.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes);
}
