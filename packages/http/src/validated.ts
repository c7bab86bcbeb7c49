import type { Localized } from '@tongban/kernel';
import type { MiddlewareHandler } from 'hono';
import { resolver, uniqueSymbol } from 'hono-openapi';
import { z } from 'zod';
import type { AppContext, HttpEnv } from './app-env.ts';
import { httpErrors } from './errors.ts';
import { limitRule } from './page-limit.ts';
import { readJson } from './request-body.ts';
import { zodProblems } from './zod-problems.ts';

/** Which part of a request is meant. */
export type InputPart = 'query' | 'json' | 'param';

type Validated<Part extends InputPart, Schema extends z.ZodType> = MiddlewareHandler<
  HttpEnv,
  string,
  { in: { [part in Part]: z.input<Schema> }; out: { [part in Part]: z.output<Schema> } }
>;

/**
 * Checks a part of a request; the handler reads it with `c.req.valid(part)`. Members that the schema does
 * not name
 * are refused. The schema also describes the part in the OpenAPI document.
 *
 * @throws E_INPUT_INVALID with every defect; E_LIMIT where the only defects are of `pageLimit`; what
 * `readJson` throws
 */
export function validated<Part extends InputPart, Schema extends z.ZodType>(
  part: Part,
  schema: Schema,
): Validated<Part, Schema> {
  const closed = schema instanceof z.ZodObject && part !== 'param' ? schema.strict() : schema;
  /** What an empty query says: most have none, and what it says is always the same. */
  let ofNone: object | undefined;
  const check: Validated<Part, Schema> = async (c, next) => {
    const hasNone = part === 'query' && c.env?.incoming?.url?.includes('?') === false;
    if (hasNone && ofNone !== undefined) {
      c.req.addValidatedData(part, ofNone);
      return next();
    }
    const input = hasNone ? {} : await inputOf(c as unknown as AppContext, part);
    const outcome = closed.safeParse(input);
    if (!outcome.success) throw refusal(part, outcome.error.issues, input);
    if (hasNone) ofNone = Object.freeze(outcome.data as object);
    c.req.addValidatedData(part, outcome.data as object);
    await next();
  };
  return Object.assign(check, { [uniqueSymbol]: { target: part, ...resolver(closed) } });
}

function inputOf(c: AppContext, part: InputPart): unknown {
  if (part === 'json') return readJson(c);
  if (part === 'param') return c.req.param();
  // A name that is given twice arrives as a list, so that a schema for one value refuses it.
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(
    entries.map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

function refusal(part: InputPart, issues: readonly z.core.$ZodIssue[], input: unknown): Error {
  const problems = zodProblems(issues, input);
  const code = problems.every(({ rule }) => rule === limitRule) ? 'E_LIMIT' : 'E_INPUT_INVALID';
  const [first] = problems;
  return httpErrors.error(code, {
    ...(problems.length === 1 && first !== undefined
      ? { detail: sentence(first.pointer, first.message) }
      : { detail: several(problems.length) }),
    facts: { part },
    problems,
  });
}

function several(count: number): Localized {
  return {
    zh: `输入有 ${count} 处不符合要求，逐项列于 problems；请更正后重新发送。`,
    en: `The input is not as required in ${count} places, listed in problems. Correct them and send it again.`,
  };
}

function sentence(pointer: string, message: Localized): Localized {
  return { zh: `${pointer}：${message.zh}`, en: `${pointer}: ${message.en}` };
}
