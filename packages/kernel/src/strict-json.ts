import type { Json } from './canonical-json.ts';
import { type JsonLimits, scanJson } from './json-scanner.ts';
import { surveyJson } from './json-survey.ts';
import { limits } from './limits.ts';
import type { Problem } from './problem.ts';
import { failed, ok, type Result } from './result.ts';
import { decodeUtf8 } from './utf8.ts';

/** What a text says, and everything that is wrong with it. */
export interface JsonExamination {
  /** Undefined where the text cannot be read at all: not UTF-8, not JSON or too large. What is nested too deep stands as null. */
  readonly value: Json | undefined;
  /** None where the text is strict JSON. */
  readonly problems: readonly Problem[];
  /** More may be wrong than is told: what stands behind the last problem may be unsound. */
  readonly isCutShort: boolean;
  /**
   * Of an object, or of each item of an array of nothing but objects: its bytes, where they are its canonical text (RFC
   * 8785) as they stand. They are a part of the input. Only where there are no problems, and not of every text that is
   * canonical.
   */
  readonly canonical?: readonly (Uint8Array | undefined)[];
}

/**
 * Reads strict JSON: what two readers could understand differently is refused. That is invalid UTF-8 and a byte
 * order mark, malformed text, duplicate keys, numbers that a double changes, integers beyond ±(2^53 − 1), lone
 * surrogates, and nesting or size beyond the limits. A key `__proto__` is an own member like any other.
 */
export function parseJson(
  input: string | Uint8Array,
  options: Partial<JsonLimits> = {},
): Result<Json, readonly Problem[]> {
  const { value, problems } = examineJson(input, options);
  return problems.length === 0 ? ok(value as Json) : failed(problems);
}

/** As `parseJson`, but gives the value beside the problems where the text is readable, so that more can be checked. */
export function examineJson(input: string | Uint8Array, options: Partial<JsonLimits> = {}): JsonExamination {
  const depthMax = options.depthMax ?? limits.jsonDepthMax;
  const depthStart = options.depthStart ?? 0;
  const bytesMax = options.bytesMax ?? limits.bodyBytesMax;
  if (isLonger(input, bytesMax)) return unreadable([tooLong(bytesMax)]);

  let text: string;
  let bytes: Uint8Array;
  if (typeof input === 'string') {
    text = input;
    bytes = encoder.encode(input);
  } else {
    const decoded = decodeUtf8(input);
    if (!decoded.ok) return unreadable([decoded.failure]);
    text = decoded.value;
    bytes = input;
  }

  const survey = surveyJson(bytes);
  const isTooDeep = depthStart + survey.depth > depthMax;
  if (isTooDeep || survey.hasEscapedName) return scanJson(text, depthMax, depthStart);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return unreadable(scanJson(text, depthMax, depthStart).problems);
  }
  // Canonical text has its names in ascending order, so that none of them comes twice.
  const isInOrder = isObject(value) && survey.canonical[0] !== undefined;
  const isPlain =
    !survey.isSuspicious &&
    (isInOrder || survey.colons === countMembers(value)) &&
    (typeof input !== 'string' || text.isWellFormed());
  if (!isPlain) return { ...scanJson(text, depthMax, depthStart), value };
  const examined = { value, problems: [], isCutShort: false };
  // In other arrays an object may stand deeper, and the objects of the survey are not the items.
  return Array.isArray(value) && !value.every(isObject)
    ? examined
    : { ...examined, canonical: survey.canonical };
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(problems: readonly Problem[]): JsonExamination {
  return { value: undefined, problems, isCutShort: false };
}

const encoder = new TextEncoder();

/** The members that are left after parsing: fewer than were written where a key came twice. */
function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item);
    return count;
  }
  const members = value as { readonly [name: string]: Json };
  for (const name in members) {
    count++;
    const member = members[name] as Json;
    if (typeof member === 'object') count += countMembers(member);
  }
  return count;
}

function isLonger(input: string | Uint8Array, bytesMax: number): boolean {
  if (input.length > bytesMax) return true;
  if (typeof input !== 'string' || input.length * 3 <= bytesMax) return false;
  return encoder.encode(input).length > bytesMax;
}

function tooLong(bytesMax: number): Problem {
  return {
    pointer: '',
    rule: 'max-bytes',
    expected: bytesMax,
    message: {
      zh: `内容超过 ${bytesMax} 字节，请减小后再发送`,
      en: `longer than ${bytesMax} bytes; send less at once`,
    },
  };
}
