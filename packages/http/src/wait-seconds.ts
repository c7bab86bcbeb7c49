import { z } from 'zod';
import { ownIssue } from './zod-problems.ts';

/** How long a request waits for something to answer, as a query parameter: whole seconds, none if not given. */
export function waitSeconds(max: number): z.ZodType<number, string | undefined> {
  const message = { zh: `wait 须为 0 至 ${max} 的整数秒。`, en: `wait is whole seconds from 0 to ${max}.` };
  return z
    .string()
    .optional()
    .transform((text = '0', context) => {
      const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
      if (seconds <= max) return seconds;
      context.issues.push(
        ownIssue(text, { rule: 'wait-seconds', expected: { minimum: 0, maximum: max }, message }),
      );
      return z.NEVER;
    })
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: max,
      description: `Seconds to wait for an event, at most ${max}; default 0`,
    });
}
