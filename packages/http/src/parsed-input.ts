import type { z } from 'zod';

/**
 * What a schema says of an input. zod measures whatever has a `length`, so also an object in the place of a text or a
 * list, and fails where that is no number: a client would see our failure for its mistake. Without such members zod
 * tells that the value is of the wrong type.
 */
export function parsedInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(input);
  } catch (error) {
    const outcome = error instanceof TypeError && schema.safeParse(withoutOddLengths(input));
    if (!outcome || outcome.success) throw error;
    return outcome;
  }
}

function withoutOddLengths(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutOddLengths);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== 'length' || typeof member !== 'object')
      .map(([name, member]) => [name, withoutOddLengths(member)]),
  );
}
