import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CursorStore } from './cursor-store.ts';
import { clientErrors } from './errors.ts';

const form = /^[a-z][a-z0-9-]{0,63}:(0|[1-9]\d{0,18})$/;

/**
 * Keeps the cursor in a file of one line. A save is on disk when it resolves; a crash leaves the old or the
 * new cursor, never half of one. One process at a time.
 *
 * @throws E_CLIENT_CURSOR where the file has something else in it
 */
export function fileCursorStore(path: string): CursorStore {
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw unusable(path, error);
      });
      if (text === undefined) return undefined;
      const cursor = text.trimEnd();
      if (!form.test(cursor)) throw unusable(path);
      return cursor;
    },
    async save(cursor) {
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.next`;
      const file = await open(draft, 'w');
      try {
        await file.writeFile(`${cursor}\n`);
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
    },
  };
}

function unusable(path: string, cause?: unknown): Error {
  return clientErrors.error('E_CLIENT_CURSOR', {
    detail: {
      zh: `文件 ${path} 中没有可用的游标；请恢复该文件，或删除它以便从头接收`,
      en: `The file ${path} has no usable cursor; restore it, or delete it to receive from the beginning`,
    },
    facts: { path },
    cause,
  });
}
