import { storeErrors } from './errors.ts';
import type { ExpectedRevision, Revision, StreamName } from './event-store.ts';

/** Whether a stream at `actual` (null: it does not exist) is what the caller expected. */
export function matchesExpected(expected: ExpectedRevision, actual: Revision | null): boolean {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return actual === null;
  if (expected === 'stream-exists') return actual !== null;
  return expected === actual;
}

/** The error of an expectation that was not met, with the facts that every adapter owes. */
export function revisionConflict(
  stream: StreamName,
  expected: ExpectedRevision,
  actual: Revision | null,
): ReturnType<typeof storeErrors.error> {
  return storeErrors.error('E_STORE_REVISION_CONFLICT', {
    detail: {
      zh: `流 ${stream} 的版本是 ${actual ?? '（不存在）'}，而预期为 ${expected}。请重新读取后再试。`,
      en: `Stream ${stream} is at ${actual ?? 'no revision, it does not exist'}, expected ${expected}. Read it again.`,
    },
    facts: { stream, expected, actual },
  });
}
