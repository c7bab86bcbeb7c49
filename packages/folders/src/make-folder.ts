import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { folderErrors } from './errors.ts';

/**
 * Makes a folder, with those above it, or finds that it is there.
 *
 * @param mode of every folder that is made, of which the process's mask is taken off. Default: 0o777
 * @throws E_FOLDER_UNUSABLE, caused by what the system says
 */
export function makeFolder(folder: string, mode: number = 0o777): void {
  try {
    make(folder, mode);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw folderErrors.error('E_FOLDER_UNUSABLE', {
      detail: {
        zh: `无法建立目录 ${folder}：${reason}。请换用本用户可写的本地目录，或更正其上级目录的属主和权限。`,
        en: `The folder ${folder} cannot be made: ${reason}. Give one on a local disk that this user may write, or correct the owner and the permissions of those above it.`,
      },
      facts: { folder, system: (cause as NodeJS.ErrnoException).code ?? null },
      cause,
    });
  }
}

/** One by one: Node's own way never returns where a folder that is there says ENOENT, as `/proc` does. */
function make(folder: string, mode: number): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) make(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
