import type { IdSource } from '@tongban/kernel';

/** `id-1`, `id-2`, …: ids that a reader of a test can follow. */
export function sequentialIds(prefix = 'id'): IdSource {
  let count = 0;
  return { next: () => `${prefix}-${++count}` };
}
