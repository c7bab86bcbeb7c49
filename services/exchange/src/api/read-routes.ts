import { type App, describeRoute, identityOf, pageLimit, requires, validated } from '@tongban/http';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import type { GrantView } from '../registers/grant-view.ts';
import { latestReads, type PageReadTables } from '../views/page-reads.ts';

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
        before: z
          .string()
          .regex(/^[1-9]\d{0,15}$/)
          .optional()
          .describe('Position: the next page'),
        limit: pageLimit({ max: 500, default: 100 }),
      }),
    ),
    async (c) => {
      const { department, before, limit } = c.req.valid('query');
      const { department: own, roles } = identityOf(c);
      const reads = await latestReads(db, {
        ...(department === undefined ? {} : { department }),
        ...(before === undefined ? {} : { before: Number(before) }),
        limit,
      });
      const next = reads.length === limit ? (reads.at(-1)?.position ?? null) : null;
      if (roles.includes('auditor') || roles.includes('operator')) return c.json({ reads, next });
      const register = await grants.current();
      const seen = reads.flatMap((read): object[] => {
        if (read.department === own) return [read];
        const provided = read.grants.filter(
          ({ grantId }) => register.grant(grantId)?.request.provider === own,
        );
        // How many events of others were on the page is not the provider's business.
        const eventCount = provided.reduce((sum, { count }) => sum + count, 0);
        return provided.length > 0 ? [{ ...read, grants: provided, eventCount, responseHash: null }] : [];
      });
      return c.json({ reads: seen, next });
    },
  );
}
