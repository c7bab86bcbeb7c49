/** What one cheap pass over a text finds out. */
export interface JsonSurvey {
  /** Colons outside strings: the members that the text writes down. */
  readonly colons: number;
  readonly depth: number;
  /** Whether a number or an escape needs the exact scanner. */
  readonly isSuspicious: boolean;
  /**
   * Whether a name is written with an escape. V8's own reader (seen in 13.6) takes such a name for a lone backslash where an
   * earlier text had that name in its place: who sends one text could change what another one says.
   */
  readonly hasEscapedName: boolean;
  /**
   * Of each object that is in no other one, its text where that is canonical (RFC 8785) as it stands. May be undefined
   * where it is canonical all the same, and means nothing where the whole is no strict JSON.
   */
  readonly canonical: readonly (Uint8Array | undefined)[];
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Levels of which the order of names is watched. */
const watchedLevels = 64;
/** Where the last name of the object of each level begins; 0 where it has none yet. A name never begins a text. */
const lastNames = new Int32Array(watchedLevels);

/**
 * One cheap pass over text that need not be JSON. It may suspect what is sound, never overlook what is not. It looks at
 * UTF-8, in which every character of JSON's own is one byte and no part of another: half as dear as looking at a string.
 */
export function surveyJson(text: Uint8Array): JsonSurvey {
  const canonical: (Uint8Array | undefined)[] = [];
  let colons = 0;
  let level = 0;
  let depth = 0;
  let isSuspicious = false;
  let hasEscapedName = false;
  // Of the outermost object.
  let objects = 0;
  let begin = 0;
  let isCanonical = true;
  let lastString = -1;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text[at] as number;
    if (code === quote) {
      lastString = at;
      let hasEscape = false;
      while (++at < length) {
        const inside = text[at];
        if (inside === quote) break;
        if (inside !== backslash) continue;
        hasEscape = true;
        at++;
        if (!isCanonicalEscape(text[at])) isCanonical = false;
        // \ud… is a surrogate (or one of the few letters of U+D000 to U+D7FF).
        if (text[at] === 0x75 && ((text[at + 1] ?? 0) | 0x20) === 0x64) isSuspicious = true;
      }
      if (hasEscape && isBeforeColon(text, at + 1)) hasEscapedName = true;
    } else if (code === colon) {
      colons++;
      isCanonical &&= lastString > 0 && level > 0 && level < watchedLevels;
      if (isCanonical) {
        isCanonical = isBefore(text, lastNames[level] as number, lastString);
        lastNames[level] = lastString;
      }
    } else if (code >= 0x5b) {
      const folded = code & 0xdf;
      if (folded === 0x5b) {
        depth = Math.max(depth, ++level);
        if (level < watchedLevels) lastNames[level] = 0;
        if (code === openBrace && ++objects === 1) {
          begin = at;
          isCanonical = true;
        }
      } else if (folded === 0x5d) {
        level--;
        if (code === closeBrace && --objects === 0) {
          canonical.push(isCanonical ? text.subarray(begin, at + 1) : undefined);
        }
      }
    } else if (isDigit(code)) {
      const start = at;
      let next = text[at + 1] ?? 0;
      while (isDigit(next) || next === 0x2e) {
        if (next === 0x2e) isCanonical = false;
        next = text[++at + 1] ?? 0;
      }
      // 15 significant digits survive in a double; with an exponent even few may not.
      if (at - start >= 15 || (next | 0x20) === 0x65) isSuspicious = true;
    } else if (code <= 0x20 || (code === 0x2d && text[at + 1] === 0x30)) {
      // White space, and -0.
      isCanonical = false;
    }
  }
  return { colons, depth, isSuspicious, hasEscapedName, canonical };
}

/**
 * Whether the name that begins at `one` comes before the other; also where there is no first one. Names of ASCII are in
 * the order of UTF-16 code units, in which canonical text has them; of others it may say no.
 */
function isBefore(text: Uint8Array, one: number, other: number): boolean {
  if (one === 0) return true;
  for (let nth = 1; ; nth++) {
    const left = text[one + nth] as number;
    const right = text[other + nth] as number;
    if (left === quote || right === quote) return left === quote && right !== quote;
    if (left !== right) return left < right && right < 0x80;
  }
}

/** Whether canonical text has this character after a backslash too, as one of `\" \\ \b \f \n \r \t`. */
function isCanonicalEscape(code: number | undefined): boolean {
  switch (code) {
    case quote:
    case backslash:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return true;
    default:
      return false;
  }
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
