import { canonicalJson } from '@tongban/kernel';
import type { ProcessingStore } from '../processing-store.ts';
import { type Deadline, nextNotice } from './deadline.ts';
import { type NewDue, rescheduled } from './deadline-keeping.ts';

/** Deadlines looked at in one transaction. */
const pageDeadlines = 200;

/** A deadline whose date moved or became final. */
export interface RecomputedDeadline {
  readonly before: Deadline;
  readonly after: Deadline;
}

/**
 * Derives every open provisional deadline of a keeper anew: called when the holiday table has grown. `derive` must
 * depend on the deadline's terms and the table only. Answers what changed, by id.
 */
export async function recomputeProvisional<Tx>(options: {
  readonly processing: ProcessingStore<Tx>;
  readonly keeper: string;
  derive(deadline: Deadline): NewDue;
}): Promise<readonly RecomputedDeadline[]> {
  const { processing, keeper, derive } = options;
  const changes: RecomputedDeadline[] = [];
  let afterId = '';
  for (;;) {
    const page = await processing.transaction(async (tx) => {
      await processing.checkpoints.claim(tx, keeper);
      const deadlines = await processing.deadlines.provisional(tx, keeper, { afterId, limit: pageDeadlines });
      for (const before of deadlines) {
        const derived = derive(before);
        const after = rescheduled(before, derived);
        const same = canonicalJson({ ...after, revision: before.revision, noticed: before.noticed });
        if (same === canonicalJson(before)) continue;
        await processing.deadlines.write(tx, after, nextNotice(after)?.at);
        changes.push({ before, after });
      }
      return deadlines;
    });
    const last = page.at(-1);
    if (last === undefined) return changes;
    afterId = last.id;
  }
}
