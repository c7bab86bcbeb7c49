import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderErrors, makeFolder } from '@tongban/folders';
import { type Clock, instant } from '@tongban/kernel';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { issuerErrors } from './errors.ts';

/** The keys of the trial issuer. */
export interface SigningKeys {
  /** The key that signs now. */
  current(): { readonly kid: string; readonly key: CryptoKey };
  /** Public keys: the current one, and older ones as long as a token of theirs may be in use. */
  published(): { readonly keys: JWK[] };
  /** Makes a new key. The private part of the old one is forgotten at once. */
  rotate(): Promise<void>;
}

interface StoredKey {
  readonly kid: string;
  readonly createdAt: string;
  /** When it signed last; absent for the current key. */
  readonly retiredAt?: string;
  readonly publicJwk: JWK;
  /** Only of the current key. */
  readonly privateJwk?: JWK;
}

const ageMsMax = 30 * 24 * 3_600_000;

/**
 * Opens the keys in a folder, with mode 0600; makes the first one where there is none, and a new one where
 * the
 * current one is older than thirty days.
 *
 * @param tokenMs how long a token lives, so how long an old key stays published
 * @throws E_IDENTITY_KEYS
 */
export async function openSigningKeys(folder: string, clock: Clock, tokenMs: number): Promise<SigningKeys> {
  const file = join(folder, 'keys.json');
  let stored: readonly StoredKey[] = await readKeys(folder, file);
  let current: { readonly kid: string; readonly key: CryptoKey } | undefined;

  const live = (): readonly StoredKey[] =>
    stored.filter(
      ({ retiredAt }) => retiredAt === undefined || Date.parse(retiredAt) + tokenMs > clock.now(),
    );

  const rotate = async (): Promise<void> => {
    const now = instant(clock.now());
    const fresh = await generateKey(now);
    const retired = live().map(({ privateJwk: _forgotten, ...key }) => ({
      ...key,
      retiredAt: key.retiredAt ?? now,
    }));
    stored = [fresh, ...retired];
    await writeKeys(file, stored);
    current = await usable(fresh);
  };

  const [newest] = stored;
  if (newest === undefined || clock.now() - Date.parse(newest.createdAt) > ageMsMax) await rotate();
  else current = await usable(newest);

  return {
    current() {
      if (current === undefined) throw issuerErrors.error('E_IDENTITY_KEYS');
      return current;
    },
    published: () => ({ keys: live().map(({ publicJwk }) => publicJwk) }),
    rotate,
  };
}

async function readKeys(folder: string, file: string): Promise<readonly StoredKey[]> {
  try {
    makeFolder(folder, 0o700);
    const text = await readFile(file, 'utf8');
    await chmod(file, 0o600);
    return (JSON.parse(text) as { readonly keys: readonly StoredKey[] }).keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw failure(file, error);
  }
}

/** Written beside and renamed, so that a crash leaves the old keys or the new ones. */
async function writeKeys(file: string, keys: readonly StoredKey[]): Promise<void> {
  try {
    await writeFile(`${file}.new`, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw failure(file, error);
  }
}

async function generateKey(createdAt: string): Promise<StoredKey> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return {
    kid,
    createdAt,
    publicJwk: { ...bare, kid, alg: 'EdDSA', use: 'sig' },
    privateJwk: await exportJWK(privateKey),
  };
}

async function usable({
  kid,
  privateJwk,
}: StoredKey): Promise<{ readonly kid: string; readonly key: CryptoKey }> {
  return { kid, key: (await importJWK(privateJwk ?? {}, 'EdDSA')) as CryptoKey };
}

function failure(file: string, cause: unknown): Error {
  if (folderErrors.is(cause)) return issuerErrors.error('E_IDENTITY_KEYS', { detail: cause.detail, cause });
  const reason = (cause as Error).message;
  return issuerErrors.error('E_IDENTITY_KEYS', {
    detail: {
      zh: `${file} 无法读写：${reason}。请检查目录权限；删除该文件会在下次启动时生成新密钥，旧令牌随之失效。`,
      en: `${file} cannot be read or written: ${reason}. Check the folder's permissions; without the file the next start makes new keys, and old tokens end.`,
    },
    cause,
  });
}
