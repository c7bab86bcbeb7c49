import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { storeErrors } from '@tongban/event-store';
import { openingError, prepareFile } from './data-folder.ts';
import { sqliteCode, storeFailure } from './store-failure.ts';

const sqliteBusy = 5;

/** That this process alone writes a store's file. */
export interface Ownership {
  release(): void;
}

/**
 * Claims a store's file for this process by an exclusive lock of the operating system on `<path>.lock`, which ends
 * with the process however it ends. `<path>.pid` only tells people who has it, and never blocks anybody.
 *
 * @throws E_STORE_LOCKED with the fact `pid`
 */
export function claimOwnership(path: string): Ownership {
  prepareFile(`${path}.lock`);
  const lock = new DatabaseSync(`${path}.lock`);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(`${path}.pid`, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    if (((sqliteCode(error) ?? 0) & 0xff) !== sqliteBusy) throw openingError(path, storeFailure(error));
    const pid = ownerPid(path);
    throw storeErrors.error('E_STORE_LOCKED', {
      detail: {
        zh: `进程 ${pid ?? '（未知）'} 正在使用 ${path}。请先停止该进程，或使用另一个数据目录。`,
        en: `Process ${pid ?? '(unknown)'} uses ${path}. Stop it first, or use another data folder.`,
      },
      facts: { path, pid },
    });
  }
  return { release: () => lock.close() };
}

/** The process that has a store's file now, where one has; its number is null where it did not leave it. */
export function ownerOf(path: string): { readonly pid: number | null } | undefined {
  if (!existsSync(`${path}.lock`)) return undefined;
  const lock = new DatabaseSync(`${path}.lock`, { readOnly: true });
  try {
    // Reading is enough to meet the lock, and stands in nobody's way.
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return undefined;
  } catch (error) {
    if (((sqliteCode(error) ?? 0) & 0xff) !== sqliteBusy) throw storeFailure(error);
    return { pid: ownerPid(path) };
  } finally {
    lock.close();
  }
}

function ownerPid(path: string): number | null {
  try {
    return Number.parseInt(readFileSync(`${path}.pid`, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}
