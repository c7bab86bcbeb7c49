import { timestampDefect } from '@tongban/cloudevents';
import { formedText, ownIssue, peopleText as text } from '@tongban/http';
import { canonicalJson, naturalIdentifier } from '@tongban/kernel';
import { z } from 'zod';
import { notOpaque } from '../domain/personal-in-clear.ts';

/**
 * What the bodies and addresses of several routes are made of. They let nothing in that the contracts of the events
 * to which a request leads would not take: a caller is never told of defects of an event that it did not write.
 */

const dayFirst = '1900-01-01';
const dayLast = '2999-12-31';
/** Levels of objects and lists in a document: a schema needs about two for each level of the data it describes. */
const depthMax = 100;

export { peopleText as text, referenceText as reference } from '@tongban/http';

/** A day that exists, in years that a calendar can reckon with: periods begin there and run on from it. */
export const day: z.ZodType<string, string> = z.iso.date().check(({ value, issues }) => {
  if (value >= dayFirst && value <= dayLast) return;
  const message = {
    zh: `日期须在 ${dayFirst} 与 ${dayLast} 之间。`,
    en: `The day has to be from ${dayFirst} to ${dayLast}.`,
  };
  issues.push(ownIssue(value, { rule: 'day-range', expected: { from: dayFirst, to: dayLast }, message }));
});

/** A moment as RFC 3339 writes it, with seconds and zone: what contracts take. */
export const moment: z.ZodType<string, string> = z
  .string()
  .max(38)
  .check(({ value, issues }) => {
    if (timestampDefect(value) === undefined) return;
    const message = {
      zh: '须为带秒和时区的时间，T 和 Z 大写，不含闰秒，例如 2026-03-02T09:30:00+08:00。',
      en: 'It has to be a time with seconds and its zone, T and Z as capitals, no leap second, for example 2026-03-02T09:30:00+08:00.',
    };
    issues.push(ownIssue(value, { rule: 'date-time', message }));
  })
  .meta({ format: 'date-time' });

/** The name of a department. */
export const department: z.ZodString = formedText(/^[a-z][a-z0-9-]{0,63}$/, {
  zh: '部门名称：以小写字母开头，只含小写字母、数字和 -，最多 64 个字符',
  en: 'the name of a department: a-z, 0-9 and -, a letter first, 64 characters at most',
  example: 'market-regulation',
});

/** `<owner>.<event-name>.v<major>` */
export const eventType: z.ZodString = formedText(
  /^[a-z][a-z0-9-]{0,63}\.[a-z][a-z0-9-]{0,63}\.v[1-9]\d{0,3}$/,
  {
    zh: '事件类型 <所属部门>.<事件名>.v<主版本>，只用小写',
    en: 'an event type, <owner>.<event-name>.v<major>, in lower case',
    example: 'tax.clearance-issued.v1',
  },
).max(110);

/** The id of a grant, a correction, a datum, a person or a key. */
export const thingId: z.ZodString = formedText(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  zh: '编号：以字母或数字开头，只含字母、数字和 . _ -，最多 64 个字符',
  en: 'an id: letters, digits and . _ -, a letter or digit first, 64 characters at most',
  example: 'tax-2026.01',
});

/**
 * The id of a person where something is newly written down under it. To erase, and to lift a restriction, any `thingId`
 * does: nothing is written under one that is not known, and what is may not be out of reach.
 */
export const personId: z.ZodString = thingId.check(({ value, issues }) => {
  if (naturalIdentifier(value) === undefined) return;
  issues.push(ownIssue(value, { rule: 'opaque-person', message: notOpaque }));
});

/** A JSON Pointer into an event's data; `*` is every element of an array. */
export const fieldPointer: z.ZodString = formedText(/^(\/([A-Za-z][A-Za-z0-9_]{0,63}|\*)){1,16}$/, {
  zh: '指向 data 中字段的 JSON 指针，* 为数组的每个元素，最多 16 级',
  en: 'a JSON Pointer to a field of data, * for every element of an array, 16 levels at most',
  example: '/contact/name',
}).max(256);

export const fieldPointers: z.ZodArray<z.ZodString> = z
  .array(fieldPointer)
  .min(1)
  .max(200)
  .describe('JSON Pointers into data; * is every element of an array');

/** What a law is cited by. */
export const legalBasis: z.ZodType<
  { source: string; article: string }[],
  { source: string; article: string }[]
> = z
  .array(z.strictObject({ source: text(200), article: text(100) }))
  .min(1)
  .max(20);

/**
 * An object of whatever members, as it came, kept as a text of at most so many characters. zod's own record would leave
 * out a member that is called `__proto__`, and who sent it would believe that it was read.
 */
export function anyObject(
  charactersMax: number,
): z.ZodType<Record<string, unknown>, Record<string, unknown>> {
  const isWritable = writable(charactersMax);
  return z
    .unknown()
    .check((context) => {
      const { value, issues } = context;
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        isWritable(context as z.core.ParsePayload<object>);
      } else {
        issues.push({ code: 'invalid_type', expected: 'object', input: value });
      }
    })
    .meta({ type: 'object', additionalProperties: true }) as never;
}

/** For JSON that is kept as a text of at most so many characters: it can be written at all, and is not longer. */
export function writable(charactersMax: number): z.core.CheckFn<object> {
  return ({ value, issues }) => {
    if (isDeeper(value, depthMax)) {
      const message = { zh: `至多嵌套 ${depthMax} 层。`, en: `It is nested at most ${depthMax} deep.` };
      issues.push(ownIssue(value, { rule: 'depth', expected: depthMax, message }));
      return;
    }
    const characters = charactersOf(value);
    if (characters <= charactersMax) return;
    const message = {
      zh: `写成 JSON 至多 ${charactersMax} 个字符，且须能用 UTF-8 表示。`,
      en: `Written as JSON it has at most ${charactersMax} characters, all of which have a UTF-8 form.`,
    };
    issues.push(ownIssue(value, { rule: 'maxLength', expected: charactersMax, message }));
  };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Of the RFC 8785 form; without end where there is none, since a lone surrogate has no UTF-8 form. */
function charactersOf(value: object): number {
  try {
    return canonicalJson(value).length;
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
