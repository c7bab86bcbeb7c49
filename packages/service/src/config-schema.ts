import { z } from 'zod';

/** One value that can be configured. */
export interface ConfigLeaf {
  /** `['exchange', 'rate', 'perSecond']`. */
  readonly path: readonly string[];
  readonly schema: z.ZodType;
  /** Never shown. */
  readonly secret: boolean;
}

/** A text that `doctor` and logs must not show. */
export function secretText(): z.ZodString {
  return z.string().min(1).meta({ secret: true });
}

/** The values that a schema names, in its order. Objects are walked into; lists and records are one value. */
export function configLeaves(schema: z.ZodType, path: readonly string[] = []): readonly ConfigLeaf[] {
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [{ path, schema, secret: isSecret(schema) }];
  const members = Object.entries(inner.shape as Record<string, z.ZodType>);
  return members.flatMap(([name, member]) => configLeaves(member, [...path, name]));
}

/** `TONGBAN_EXCHANGE_RATE_PER_SECOND` for `exchange.rate.perSecond`. */
export function environmentName(path: readonly string[]): string {
  const words = path.map((step) => step.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_'));
  return `TONGBAN_${words.join('_').toUpperCase()}`;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  return schema;
}

function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.secret === true || unwrapped(schema).meta()?.secret === true;
}
