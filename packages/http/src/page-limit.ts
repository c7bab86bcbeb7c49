import { z } from 'zod';
import { ownIssue } from './zod-problems.ts';

/** The rule that a refused page size names. */
export const limitRule = 'page-limit';

export interface PageLimit {
  readonly max: number;
  readonly default: number;
}

/**
 * The `limit` of a page as a query parameter: a whole number from 1 to `max`. More is refused and not
 * clamped: who
 * asks for a million and silently gets a thousand believes that there is no more.
 */
export function pageLimit(page: PageLimit): z.ZodType<number, string | undefined> {
  const message = {
    zh: `limit 须为 1 至 ${page.max} 的整数；更多的内容请翻页读取。`,
    en: `limit is a whole number from 1 to ${page.max}; read more by paging.`,
  };
  return z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return page.default;
      const limit = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
      if (limit >= 1 && limit <= page.max) return limit;
      context.issues.push(
        ownIssue(text, { rule: limitRule, expected: { minimum: 1, maximum: page.max }, message }),
      );
      return z.NEVER;
    })
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: page.max,
      description: `At most so many; ${page.default} if not given.`,
    });
}
