import {
  type App,
  describeRoute,
  identityOf,
  pageLimit,
  pagePlace,
  requires,
  validated,
} from '@tongban/http';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import type { GrantView } from '../registers/grant-view.ts';
import { latestReads, type PageReadTables } from '../views/page-reads.ts';
import { openReads } from './open-reads.ts';

/**
 * Records of reading (政务数据共享条例 art. 29): open to the authority and auditors, to the department itself, and to
 * providers as far as their own data was read.
 */
export function mountReadRoutes(
  app: App,
  { db, grants }: { readonly db: Kysely<PageReadTables>; readonly grants: GrantView },
): void {
  app.get(
    '/v1/reads',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({ tags: ['sharing'], summary: 'Who read what, under which grants 使用记录' }),
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
      const reads = await latestReads(db, {
        ...(department === undefined ? {} : { department }),
        ...(before === undefined ? {} : { before: Number(before) }),
        limit,
      });
      const next = reads.length === limit ? (reads.at(-1)?.position ?? null) : null;
      return c.json({ reads: openReads(reads, identityOf(c), await grants.current()), next });
    },
  );
}
