import type { RecordedEvent } from '@tongban/event-store';
import { type DescribedAnswer, jsonAnswer, nextPlace, pageLimit, pagePlace } from '@tongban/http';
import { z } from 'zod';

/** What a list of notices takes: the newest first, page by page. */
export const noticePage = z.object({
  before: pagePlace(),
  limit: pageLimit({ max: 500, default: 100 }),
});

/** A page of notices under their name, and where the next one begins. */
export function noticesAnswer(name: string, notice: z.ZodType): DescribedAnswer {
  return jsonAnswer('A page.', z.object({ [name]: z.array(notice), next: nextPlace }));
}

/** A page of those notices that a caller may see, and where the next one begins. */
export function pageOf(
  notices: Iterable<RecordedEvent>,
  { before, limit }: z.output<typeof noticePage>,
  maySee: (recorded: RecordedEvent) => boolean,
): { readonly page: readonly RecordedEvent[]; readonly next: string | null } {
  const end = before === undefined ? Number.POSITIVE_INFINITY : Number(before);
  const seen = [...notices].filter((recorded) => recorded.position < end && maySee(recorded)).reverse();
  const page = seen.slice(0, limit);
  const last = page.at(-1);
  return { page, next: seen.length > page.length && last ? String(last.position) : null };
}
