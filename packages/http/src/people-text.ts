import { saysSomething } from '@tongban/kernel';
import { z } from 'zod';
import { ownIssue } from './zod-problems.ts';

/** A text for people, of at most so many characters, that says something and has a UTF-8 form. */
export function peopleText(max: number): z.ZodType<string, string> {
  return referenceText(max)
    .check(({ value, issues }) => {
      if (value === '' || saysSomething(value)) return;
      const message = {
        zh: '不能只有空白，须写明内容。',
        en: 'It has blanks alone; it has to say something.',
      };
      issues.push(ownIssue(value, { rule: 'not-blank', message }));
    })
    .meta({ pattern: '\\S' });
}

/** What names something that is there, and was named by somebody else: at most so many characters, with a UTF-8 form. */
export function referenceText(max: number): z.ZodType<string, string> {
  return z
    .string()
    .min(1)
    .max(max)
    .check(({ value, issues }) => {
      if (value.isWellFormed()) return;
      const message = {
        zh: '含有不成对的代理字符，无法用 UTF-8 表示。',
        en: 'It has half of a surrogate pair, which has no UTF-8 form.',
      };
      issues.push(ownIssue(value, { rule: 'well-formed', message }));
    });
}
