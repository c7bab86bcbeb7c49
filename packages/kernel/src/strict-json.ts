import type { Json } from './canonical-json.ts';
import { type JsonLimits, scanJson } from './json-scanner.ts';
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
  const isPlain =
    !survey.isSuspicious &&
    survey.colons === countMembers(value) &&
    (typeof input !== 'string' || text.isWellFormed());
  return isPlain
    ? { value, problems: [], isCutShort: false }
    : { ...scanJson(text, depthMax, depthStart), value };
}

function unreadable(problems: readonly Problem[]): JsonExamination {
  return { value: undefined, problems, isCutShort: false };
}

const encoder = new TextEncoder();

interface Survey {
  /** Colons outside strings: the members that the text writes down. */
  readonly colons: number;
  readonly depth: number;
  /** Whether a number or an escape needs the exact scanner. */
  readonly isSuspicious: boolean;
  /**
   * Whether a name is written with an escape. V8's `JSON.parse` (seen in 13.6) takes such a name for a lone backslash where an
   * earlier text had that name in its place: who sends one text could change what another one says.
   */
  readonly hasEscapedName: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * One cheap pass over text that need not be JSON. It may suspect what is sound, never overlook what is not. It looks at
 * UTF-8, in which every character of JSON's own is one byte and no part of another: half as dear as looking at a string.
 */
function surveyJson(text: Uint8Array): Survey {
  let colons = 0;
  let level = 0;
  let depth = 0;
  let isSuspicious = false;
  let hasEscapedName = false;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text[at] as number;
    if (code === quote) {
      let hasEscape = false;
      while (++at < length) {
        const inside = text[at];
        if (inside === quote) break;
        if (inside !== backslash) continue;
        hasEscape = true;
        at++;
        // \ud… is a surrogate (or one of the few letters of U+D000 to U+D7FF).
        if (text[at] === 0x75 && ((text[at + 1] ?? 0) | 0x20) === 0x64) isSuspicious = true;
      }
      if (hasEscape && isBeforeColon(text, at + 1)) hasEscapedName = true;
    } else if (code === colon) {
      colons++;
    } else if (code >= 0x5b) {
      const folded = code & 0xdf;
      if (folded === 0x5b) depth = Math.max(depth, ++level);
      else if (folded === 0x5d) level--;
    } else if (isDigit(code)) {
      const start = at;
      let next = text[at + 1] ?? 0;
      while (isDigit(next) || next === 0x2e) next = text[++at + 1] ?? 0;
      // 15 significant digits survive in a double; with an exponent even few may not.
      if (at - start >= 15 || (next | 0x20) === 0x65) isSuspicious = true;
    }
  }
  return { colons, depth, isSuspicious, hasEscapedName };
}

/** Whether a colon comes next, white space aside. */
function isBeforeColon(text: Uint8Array, from: number): boolean {
  let at = from;
  while (at < text.length && (text[at] as number) <= 0x20) at++;
  return text[at] === colon;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

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
