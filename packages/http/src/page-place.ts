import { z } from 'zod';
import { ownIssue } from './zod-problems.ts';

/** Where a page of a list begins: `next` of the page before, as a query parameter. Without it, with the newest. */
export function pagePlace(): z.ZodType<string | undefined, string | undefined> {
  return z
    .string()
    .check(({ value, issues }) => {
      if (/^[1-9]\d{0,15}$/.test(value)) return;
      const message = {
        zh: '须为上一页的 next，即一个正整数；不带此参数则从最新的读起。',
        en: 'It is "next" of the page before, a whole number above 0; without it the list begins with the newest.',
      };
      issues.push(ownIssue(value, { rule: 'page-place', message }));
    })
    .optional()
    .describe('`next` of the page before');
}
