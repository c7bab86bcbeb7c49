import { z } from 'zod';
import { ownIssue } from './zod-problems.ts';

/** A form of texts, for people: what goes on after "It has to be". */
export interface TextForm {
  readonly zh: string;
  readonly en: string;
  readonly example: string;
}

/**
 * A text that matches a pattern. Who sends another is told in words what is wanted, with an example; the regular
 * expression stands beside it and in the OpenAPI document, for programs.
 */
export function formedText(pattern: RegExp, { zh, en, example }: TextForm): z.ZodString {
  const own = {
    rule: 'pattern',
    expected: { example, pattern: pattern.source },
    message: { zh: `须为${zh}，例如 ${example}。`, en: `It has to be ${en}, for example ${example}.` },
  };
  return z
    .string()
    .check(({ value, issues }) => {
      if (!pattern.test(value)) issues.push(ownIssue(value, own));
    })
    .meta({ pattern: pattern.source });
}
