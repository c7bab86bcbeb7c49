import type { MiddlewareHandler } from 'hono';
import { resolver, uniqueSymbol } from 'hono-openapi';
import { z } from 'zod';
import type { AppContext, HttpEnv } from './app-env.ts';
import { type InputPart, inputRefusal } from './input-refusal.ts';
import { parsedInput } from './parsed-input.ts';
import { readJson } from './request-body.ts';
import { checksQuery, queryParameters } from './undeclared-query.ts';
import { zodProblems } from './zod-problems.ts';

type Validated<Part extends InputPart, Schema extends z.ZodType> = MiddlewareHandler<
  HttpEnv,
  string,
  { in: { [part in Part]: z.input<Schema> }; out: { [part in Part]: z.output<Schema> } }
>;

/**
 * Checks a part of a request; the handler reads it with `c.req.valid(part)`. Members that the schema does not name
 * are refused, and told which there are. The schema also describes the part in the OpenAPI document.
 *
 * @throws E_INPUT_INVALID with every defect; E_LIMIT where the only defects are of `pageLimit`; what
 * `readJson` throws
 */
export function validated<Part extends InputPart, Schema extends z.ZodType>(
  part: Part,
  schema: Schema,
): Validated<Part, Schema> {
  const closed = schema instanceof z.ZodObject && part !== 'param' ? schema.strict() : schema;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
  /** What an empty query says: most have none, and what it says is always the same. */
  let ofNone: object | undefined;
  const check: Validated<Part, Schema> = async (c, next) => {
    const hasNone = part === 'query' && c.env?.incoming?.url?.includes('?') === false;
    if (hasNone && ofNone !== undefined) {
      c.req.addValidatedData(part, ofNone);
      return next();
    }
    const input = hasNone ? {} : await inputOf(c as unknown as AppContext, part);
    const outcome = parsedInput(closed, input);
    if (!outcome.success) throw inputRefusal(part, zodProblems(outcome.error.issues, input, known));
    if (hasNone) ofNone = Object.freeze(outcome.data as object);
    c.req.addValidatedData(part, outcome.data as object);
    await next();
  };
  return Object.assign(check, {
    [uniqueSymbol]: { target: part, ...resolver(closed) },
    ...(part === 'query' ? { [checksQuery]: true } : {}),
  });
}

function inputOf(c: AppContext, part: InputPart): unknown {
  if (part === 'json') return readJson(c);
  if (part === 'param') return c.req.param();
  // A name that is given twice arrives as a list, so that a schema for one value refuses it.
  const entries = Object.entries(queryParameters(c));
  return Object.fromEntries(
    entries.map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}
