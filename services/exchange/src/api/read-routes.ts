import type { EventStore, Position } from '@tongban/event-store';
import {
  type App,
  describeRoute,
  identityOf,
  jsonAnswer,
  nextPlace,
  pageLimit,
  pagePlace,
  requires,
  validated,
} from '@tongban/http';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import type { GrantView } from '../registers/grant-view.ts';
import { latestReads, type PageReadTables } from '../views/page-reads.ts';
import { openReads, readAnswer, readersOpenTo } from './open-reads.ts';
import { lookedAtMax, pageOfReads } from './page-of-reads.ts';

export interface ReadRoutesOptions {
  readonly store: EventStore;
  readonly db: Kysely<PageReadTables>;
  /** Resolves when the records of reading are complete up to a position. */
  readonly readsUpTo: (position: Position) => Promise<void>;
  readonly grants: GrantView;
}

/**
 * Records of reading (政务数据共享条例 art. 29): open to the authority and auditors, to the department itself, and to
 * providers as far as their own data was read.
 */
export function mountReadRoutes(app: App, { store, db, readsUpTo, grants }: ReadRoutesOptions): void {
  app.get(
    '/v1/reads',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Who read what, under which grants 使用记录',
      description:
        'The newest first, with every read before the request. A page is full as long as there is more for you; ' +
        `beyond ${lookedAtMax} records looked at it ends early, and \`next\` leads on.`,
      responses: { 200: jsonAnswer('A page.', z.object({ reads: z.array(readAnswer), next: nextPlace })) },
    }),
    validated(
      'query',
      z.object({
        department: z.string().max(64).optional().describe('Only reads of this department'),
        before: pagePlace(),
        limit: pageLimit({ max: 500, default: 100 }),
      }),
    ),
    async (c) => {
      const { department, before, limit } = c.req.valid('query');
      const identity = identityOf(c);
      const head = await store.head();
      const [register] = await Promise.all([grants.upTo(head), readsUpTo(head)]);
      const of = readersOpenTo(identity, register, department);
      const page = await pageOfReads(
        { before: before === undefined ? undefined : Number(before), limit },
        (end, most) => latestReads(db, { of, before: end, limit: most }),
        (reads) => openReads(reads, identity, register),
      );
      return c.json(page);
    },
  );
}
