import { resolver } from 'hono-openapi';
import { z } from 'zod';

/** What `describeRoute` is told of one answer. */
export interface DescribedAnswer {
  readonly description: string;
  /** Schemas by content type. */
  readonly content: Readonly<Record<string, { schema: ReturnType<typeof resolver> | { type: 'string' } }>>;
}

/** An answer as the code that makes it has it. */
export type Answered<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

type Immutable<Value> = Value extends readonly (infer Element)[]
  ? readonly Immutable<Element>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Immutable<Value[Name]> }
    : Value;

/**
 * A shape of answers under its name among the components of the OpenAPI document. A name has one shape: zod refuses
 * a second.
 *
 * @param title 中文 / English
 */
export function named<Schema extends z.ZodType>(id: string, title: string, schema: Schema): Schema {
  return schema.meta({ id, title }) as Schema;
}

/**
 * An answer in JSON. Its schema is for the OpenAPI document, for the types of the code that makes it, and for tests,
 * which hold every answer that they get against it; nothing is checked on the way out. Objects have the members that
 * are named and no others, unless the schema says so (`z.looseObject`, `z.record`).
 */
export function jsonAnswer(description: string, schema: z.ZodType): DescribedAnswer {
  return { description, content: { 'application/json': { schema: asSent(schema) } } };
}

/** An answer that is a text. */
export function textAnswer(description: string, contentType: string = 'text/plain'): DescribedAnswer {
  return { description, content: { [contentType]: { schema: { type: 'string' } } } };
}

/** A schema as what it describes is sent: with the members that defaults fill in. */
export function asSent(schema: z.ZodType): ReturnType<typeof resolver> {
  return resolver(schema, { options: { io: 'output' } } as never);
}

/** A text in both languages. */
export const localizedText: z.ZodObject<{ zh: z.ZodString; en: z.ZodString }> = named(
  'Localized',
  '双语文本 / A text in both languages',
  z.object({ zh: z.string(), en: z.string() }),
);

/** `next` of a page: what `before` of the next one is. */
export const nextPlace: z.ZodType<string | null> = z
  .string()
  .regex(/^\d+$/)
  .nullable()
  .describe('下一页的 before，没有更多时为 null / `before` of the next page; null where there is no more');
