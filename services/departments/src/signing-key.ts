import { hash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Signer } from '@tongban/client';
import { generateSigningKey, importSigningKey, type SigningKey } from '@tongban/cloudevents/signature';
import { makeFolder } from '@tongban/folders';

export interface DepartmentKey {
  readonly department: string;
  /** Where the system keeps its private key, readable by its owner alone. It is made where there is none. */
  readonly keyFile: string;
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
}

/**
 * In force long before it was made, so that an answer to an older event counts as well. A real department takes the
 * day on which it makes its key.
 */
const validFrom = '2025-01-01T00:00:00+08:00';

/** The signer of a department: its own key, which is registered with the platform at the first start. */
export async function departmentSigner(options: DepartmentKey): Promise<Signer> {
  const key = await keptKey(options.keyFile);
  const { algorithm, verificationKey, sign } = key;
  const publicKey = verificationKey.spki;
  const keyId = `${options.department}-${hash('sha256', publicKey).slice(0, 12)}`;
  await register(options, { keyId, algorithm, publicKey, validFrom });
  return { alg: algorithm, keyId, sign };
}

async function keptKey(file: string): Promise<SigningKey> {
  makeFolder(dirname(file));
  try {
    return importSigningKey({ algorithm: 'ed25519', pem: await readFile(file, 'utf8') });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = generateSigningKey('ed25519');
  await writeFile(`${file}.new`, key.exportPem(), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return key;
}

/** The client has no call for it. A key id is never registered twice: refused with 409, it is there already. */
async function register({ department, baseUrl, token }: DepartmentKey, key: object): Promise<void> {
  const response = await fetch(new URL('/v1/keys', baseUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    body: JSON.stringify(key),
  });
  const answer = await response.text();
  if (response.ok || (response.status === 409 && answer.includes('E_KEY_ID_TAKEN'))) return;
  throw new Error(`the key of ${department} was not registered: ${response.status} ${answer}`);
}
