import type { SentRead } from '../views/page-reads.ts';
import type { OpenRead } from './open-reads.ts';

/** Records looked at for one page at most, those that the caller may not know of among them. */
export const lookedAtMax = 5_000;

/** Records looked at in one go, be the page smaller: most of them may be closed to the caller. */
const stepMin = 100;

/**
 * A page of what a caller may know, the newest first, and where the next one begins. It is filled past records that are
 * closed to the caller; only where there are more of them than one request looks at is it shorter than it might be.
 *
 * @param look so many records before a position, the newest first; fewer where there are no more.
 */
export async function pageOfReads(
  wanted: { readonly before: number | undefined; readonly limit: number },
  look: (before: number | undefined, limit: number) => Promise<readonly SentRead[]>,
  open: (reads: readonly SentRead[]) => readonly OpenRead[],
): Promise<{ readonly reads: readonly OpenRead[]; readonly next: string | null }> {
  const { limit } = wanted;
  // One more than the page has: whether another page follows is known then.
  const step = Math.max(limit + 1, stepMin);
  const found: OpenRead[] = [];
  let { before } = wanted;
  for (let lookedAt = 0; lookedAt + step <= lookedAtMax; lookedAt += step) {
    const reads = await look(before, step);
    found.push(...open(reads));
    const page = found.slice(0, limit);
    if (found.length > limit) return { reads: page, next: page.at(-1)?.position ?? null };
    const last = reads.at(-1);
    if (reads.length < step || last === undefined) return { reads: page, next: null };
    before = Number(last.position);
  }
  return { reads: found, next: String(before) };
}
