import { storeErrors } from '@tongban/event-store';
import { type Localized, TongbanError } from '@tongban/kernel';

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
  const { title, retryable } = storeErrors.rows[code];
  const next = nextStep[code] ?? { zh: '', en: '' };
  return storeErrors.error(code, {
    detail: { zh: `${title.zh}（${reason}）${next.zh}`, en: `${title.en} (${reason})${next.en}` },
    facts: sqlite === undefined ? { system } : { sqlite },
    ...(retryable ? { retryAfterSeconds } : {}),
    cause,
  });
}

/** Half a second is the usual time of a recovery, once its cause is gone; people take longer to make room. */
const retryAfterSeconds = 5;

const nextStep: Partial<Record<keyof typeof storeErrors.rows, Localized>> = {
  E_STORE_FULL: {
    zh: '。请稍后重发；运维腾出空间后，平台自动继续接收。',
    en: '. Send it again later: once operations have made room, the platform accepts again by itself.',
  },
  E_STORE_READ_ONLY: {
    zh: '。请稍后重发；运维恢复目录可写后，平台自动继续接收。',
    en: '. Send it again later: once operations have made the folder writable, the platform accepts again by itself.',
  },
};
