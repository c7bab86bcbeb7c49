import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { folderErrors, makeFolder } from '@tongban/folders';
import type { Localized } from '@tongban/kernel';
import type { CursorStore } from './cursor-store.ts';
import { clientErrors } from './errors.ts';

const form = /^[a-z][a-z0-9-]{0,63}:(0|[1-9]\d{0,18})$/;

/**
 * Keeps the cursor in a file of one line. A save is on disk when it resolves; a crash leaves the old or the
 * new cursor, never half of one. One process at a time.
 *
 * @throws E_CLIENT_CURSOR where the file has something else in it or cannot be read, E_CLIENT_CURSOR_NOT_KEPT
 */
export function fileCursorStore(path: string): CursorStore {
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw unreadable(path, error);
      });
      if (text === undefined) return undefined;
      const cursor = text.trimEnd();
      if (!form.test(cursor)) throw unusable(path);
      return cursor;
    },
    async save(cursor) {
      try {
        await write(path, `${cursor}\n`);
      } catch (error) {
        throw notKept(path, error);
      }
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  makeFolder(dirname(path));
  const draft = `${path}.next`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function unusable(path: string): Error {
  return clientErrors.error('E_CLIENT_CURSOR', {
    detail: {
      zh: `文件 ${path} 中没有可用的游标；请恢复该文件，或删除它以便从头接收`,
      en: `The file ${path} has no usable cursor; restore it, or delete it to receive from the beginning`,
    },
    facts: { path },
  });
}

function unreadable(path: string, cause: Error): Error {
  return clientErrors.error('E_CLIENT_CURSOR', {
    detail: {
      zh: `无法读取游标文件 ${path}：${cause.message}。请检查路径和权限`,
      en: `The file of the cursor ${path} cannot be read: ${cause.message}. Check the path and the permissions`,
    },
    facts: { path },
    cause,
  });
}

function notKept(path: string, cause: unknown): Error {
  const reason = localizedReason(cause);
  return clientErrors.error('E_CLIENT_CURSOR_NOT_KEPT', {
    detail: {
      zh: `无法把游标写入 ${path}：${reason.zh} 排除后重新接收，将从上次保存的位置继续。`,
      en: `The cursor cannot be written to ${path}: ${reason.en} Mend it and subscribe again: it goes on where it was kept last.`,
    },
    facts: { path },
    cause,
  });
}

function localizedReason(cause: unknown): Localized {
  if (folderErrors.is(cause)) return cause.detail;
  const { message } = cause as Error;
  return { zh: `${message}。`, en: `${message}.` };
}
