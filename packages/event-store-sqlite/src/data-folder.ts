import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { storeErrors } from '@tongban/event-store';
import { folderErrors, makeFolder } from '@tongban/folders';
import type { TongbanError } from '@tongban/kernel';

/**
 * Makes the folder and the empty file for their owner alone, or finds that they can be used.
 *
 * @throws E_STORE_READ_ONLY, E_STORE_FOLDER_UNUSABLE, E_STORE_FULL
 */
export function prepareFile(path: string): void {
  const folder = dirname(path);
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // An existing file is not opened here: closing it again would drop the locks that this process has on it.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    accessSync(path, constants.R_OK | constants.W_OK);
    if (!statSync(path).isFile()) throw unusable(path, 'it is not a file');
  } catch (error) {
    throw openingError(path, folderErrors.is(error) ? error.cause : error);
  }
}

/** Makes the names in a folder durable, as `fdatasync` of a new file does not. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What keeps a store from being opened, with its path and what to do. */
export function openingError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (
    code === 'EROFS' ||
    code === 'E_STORE_READ_ONLY' ||
    ((code === 'EACCES' || code === 'EPERM') && isReadable(dirname(path)))
  ) {
    return storeErrors.error('E_STORE_READ_ONLY', {
      detail: {
        zh: `${path} 不可写。请检查目录的属主、权限和挂载方式。`,
        en: `${path} cannot be written. Check the owner, the permissions and the mount of the folder.`,
      },
      facts: { path, system: code },
      cause: error,
    });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'E_STORE_FULL') {
    return storeErrors.error('E_STORE_FULL', {
      detail: {
        zh: `${path} 所在的磁盘没有空间，无法打开。请腾出空间，或使用另一个数据目录。`,
        en: `The disk of ${path} has no room, so it cannot be opened. Make room, or use another data folder.`,
      },
      facts: { path },
      cause: error,
    });
  }
  return typeof code === 'string' && error instanceof Error && !code.startsWith('E_')
    ? unusable(path, error.message, error)
    : error;
}

function unusable(path: string, reason: string, cause?: unknown): TongbanError {
  return storeErrors.error('E_STORE_FOLDER_UNUSABLE', {
    detail: {
      zh: `无法使用 ${path}：${reason}。请换用本用户可写的本地目录。`,
      en: `${path} cannot be used: ${reason}. Give a folder on a local disk that this user may write.`,
    },
    facts: { path },
    cause,
  });
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
