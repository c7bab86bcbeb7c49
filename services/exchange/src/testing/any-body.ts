import fc from 'fast-check';
import { expect } from 'vitest';
import type { Answer, Caller, RunningExchange } from './running-exchange.ts';
import { accountType } from './sharing-steps.ts';

/** Values that are right, odd, too long or no such thing, for the members of a body. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a\udc00b',
    '\u202e',
    '__proto__',
    '%00',
    '../..',
    '审'.repeat(64),
  ),
  fc.constantFrom(...[64, 65, 100, 200, 256, 500, 501, 1_000, 1_001].map((length) => 'x'.repeat(length))),
  fc.string({ unit: 'binary', maxLength: 1_200 }),
  fc.string({ maxLength: 20 }),
);
export const anyPointer: fc.Arbitrary<string> = fc.constantFrom(
  ...['/accountNumber', '/contact', '/contact/name', '/contact/*', '/premisesAddress', '/*', '/', 'x', ''],
  ...['/contact/!', '/contact/name/', '/contact/审', '/accountNumber/0', `/${'a/'.repeat(20)}a`],
);
export const anyPointers: fc.Arbitrary<string[]> = fc.array(anyPointer, { maxLength: 4 });
export const anyDay: fc.Arbitrary<string> = fc.constantFrom(
  ...['2026-03-02', '2026-12-31', '2025-07-31', '2028-02-29', '2027-02-29', '0000-01-01', '0001-01-01', ''],
  ...['1899-12-31', '1900-01-01', '2999-12-31', '3000-01-01', '9999-12-31', '2026-3-2', '+010000-01-01'],
);
export const anyMoment: fc.Arbitrary<string> = fc.constantFrom(
  ...['2026-03-02T09:00:00+08:00', '2026-03-02T09:00+08:00', '2026-03-02T09:00:00', '0000-01-01T00:00:00Z'],
  ...['9999-12-31T23:59:59.999999999999-23:59', '2026-03-02T09:00:00.1234567890123Z', '2026-02-30T00:00:00Z'],
  ...['2026-03-02t09:00:00z', '2016-12-31T23:59:60Z', `2026-03-02T09:00:00.${'1'.repeat(100)}Z`],
);
export const anyDepartment: fc.Arbitrary<string> = fc.constantFrom(
  ...['utilities', 'tax', 'customs', '', '1a', 'Tax', 'a b', 'x'.repeat(65)],
);
export const anyType: fc.Arbitrary<string> = fc.constantFrom(
  ...[accountType, 'utilities.x.v1', 'utilities.', 'x', '%00', `utilities.${'x'.repeat(120)}.v1`],
);
export const anyId: fc.Arbitrary<string> = fc.oneof(
  fc.uuid(),
  fc.constantFrom('C-1', 'a b', '%00', '审', '-', '..', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(400)),
);
export const anyWay: fc.Arbitrary<string> = fc.constantFrom('pull', 'stream', 'webhook', 'topic', 'post');
export const anyWorkingDays: fc.Arbitrary<number> = fc.constantFrom(0, 1, 5, 6, 10, 11, 1.5, -1, 1e21);
export const anyLegalBasis: fc.Arbitrary<object> = fc.array(
  fc.record({ source: anyText, article: anyText }),
  {
    maxLength: 2,
  },
);
export const anySignature: fc.Arbitrary<object> = fc.record({ officer: anyText, on: anyDay });

/** A body of which most members are right, so that what is wrong with one is seen in every place, however deep. */
export function anyBody(
  right: Readonly<Record<string, unknown>>,
  others: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<object> {
  const members = Object.entries(others).map(([name, other]) => [
    name,
    fc.oneof({ weight: 6, arbitrary: fc.constant(right[name]) }, { weight: 1, arbitrary: other }),
  ]);
  return fc.record(Object.fromEntries(members)).map((made) => ({ ...right, ...made }));
}

/** Names that JavaScript itself asks objects for: a member of data that has one must be data like any other. */
const knownNames = [
  ...['valueOf', 'toString', 'toJSON', 'constructor', 'hasOwnProperty', '__proto__', 'then', 'length'],
  ...['toLocaleString', 'isPrototypeOf', 'prototype', 'name', 'message', 'default', 'splice', 'forEach'],
] as const;

/** Objects with members of such names, alone, in lists and in each other. */
export const anyOdd: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'x', 'add', 0, 1, true, false, null),
    fc.array(tie('value'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...knownNames), tie('value')), { minLength: 1, maxLength: 4 })
    .map((members) => Object.fromEntries(members)),
})).object;

type Path = readonly string[];

/** The right value of which one value, at any depth, is another, or has the members of another as well. */
export function anyDamaged(right: unknown, by: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...pathsOf(right)), by, fc.boolean())
    .map(([path, other, isKept]) =>
      changed(right, path, (value) => (isKept ? withMembers(value, other) : other)),
    );
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function changed(value: unknown, [step, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((inner, at) => (String(at) === step ? changed(inner, rest, change) : inner));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [step]: changed(members[step], rest, change) };
}

function withMembers(value: unknown, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  if (Array.isArray(value)) return [...value, other];
  return Object.fromEntries([...Object.entries(value), ...Object.entries(other ?? {})]);
}

/** A refusal as every one is: a problem document with a code of its own, and no failure of the platform. */
export function expectRefusal(answer: Answer, seen: string = JSON.stringify(answer.body)): void {
  expect(answer.status, seen).toBeGreaterThanOrEqual(400);
  expect(answer.status, seen).toBeLessThan(500);
  expect(answer.contentType, seen).toBe('application/problem+json');
  expect(answer.body, seen).toMatchObject({
    code: expect.stringMatching(/^E_[A-Z_]+$/),
    status: answer.status,
    details: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) },
  });
}

/**
 * Posts a body. The answer is a success, or a refusal that is about the request: not the defects of an event that the
 * caller did not write. Answers the status.
 */
export async function statusOfAny(
  exchange: RunningExchange,
  path: string,
  body: unknown,
  as: Caller,
): Promise<number> {
  const answer = await exchange.call('POST', path, { as, body });
  if (answer.status < 300) return answer.status;
  const seen = `${path} ${JSON.stringify(body).slice(0, 2_000)} → ${JSON.stringify(answer.body)}`;
  expectRefusal(answer, seen);
  expect(answer.body.code, seen).not.toBe('E_EVENT_INVALID');
  return answer.status;
}
