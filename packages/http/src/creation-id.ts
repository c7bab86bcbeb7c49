import { hash } from 'node:crypto';
import { formatUuid, type IdSource } from '@tongban/kernel';
import { identityOf } from './access.ts';
import { type AppContext, headerOf } from './app-env.ts';
import { httpErrors } from './errors.ts';

/**
 * A quoted string of structured fields, as draft-ietf-httpapi-idempotency-key-header asks, or the same
 * unquoted.
 */
const keyForm = /^"?([\w.:-]{1,128})"?$/;

/**
 * The id of what a POST creates. With an `Idempotency-Key` the id follows from the department, the address
 * and the
 * key, so that a repeat creates the same thing and the store answers that it is there already; without one
 * it is new.
 *
 * @throws E_HTTP_IDEMPOTENCY_KEY
 */
export function creationId(c: AppContext, ids: IdSource): string {
  const header = headerOf(c, 'idempotency-key');
  if (header === undefined) return ids.next();
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
  const digest = hash('sha256', JSON.stringify([department, c.req.method, c.req.path, key]), 'buffer');
  return derivedUuid(digest);
}

/** UUID version 8 (RFC 9562 §5.8) of a digest. */
function derivedUuid(digest: Uint8Array): string {
  const bytes = Uint8Array.from(digest.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuid(bytes);
}
