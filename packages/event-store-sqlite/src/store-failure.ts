import { storeErrors } from '@tongban/event-store';
import { TongbanError } from '@tongban/kernel';

/** SQLite's primary result codes (sqlite.org/rescode.html) that have a name of their own here. */
const codeOfSqlite = new Map<number, keyof typeof storeErrors.rows>([
  [8, 'E_STORE_READ_ONLY'],
  [11, 'E_STORE_FILE_DAMAGED'],
  [13, 'E_STORE_FULL'],
  [26, 'E_STORE_FILE_DAMAGED'],
]);

const codeOfSystem = new Map<string, keyof typeof storeErrors.rows>([
  ['ENOSPC', 'E_STORE_FULL'],
  ['EDQUOT', 'E_STORE_FULL'],
  ['EFBIG', 'E_STORE_FULL'],
  ['EROFS', 'E_STORE_READ_ONLY'],
  ['EACCES', 'E_STORE_READ_ONLY'],
  ['EPERM', 'E_STORE_READ_ONLY'],
]);

/** Whether SQLite itself refused or failed, and with which extended result code. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** The error by which users hear of a failure below the store: full, read-only, damaged or unavailable. */
export function storeFailure(cause: unknown): TongbanError {
  if (cause instanceof TongbanError) return cause;
  const sqlite = sqliteCode(cause);
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const code =
    (sqlite === undefined ? codeOfSystem.get(system) : codeOfSqlite.get(sqlite & 0xff)) ??
    'E_STORE_UNAVAILABLE';
  const reason = cause instanceof Error ? cause.message : String(cause);
  const { title } = storeErrors.rows[code];
  return storeErrors.error(code, {
    detail: { zh: `${title.zh}（${reason}）`, en: `${title.en} (${reason})` },
    facts: sqlite === undefined ? { system } : { sqlite },
    cause,
  });
}
