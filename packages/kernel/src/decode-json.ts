import { scanJson } from './json-scanner.ts';

/** Deeper is refused where the text has a name with an escape: it is read by recursion. Bodies have 32 at most. */
const depthMax = 500;
/** Of what the scanner notes and reads past, what is no JSON value. What else it notes, `JSON.parse` takes too. */
const fatalRules: ReadonlySet<string> = new Set(['depth', 'byte-order-mark']);
const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const space = 0x20;

/**
 * What a JSON text says, as `JSON.parse` would tell it, for texts whose names others chose: what is stored, relayed,
 * answered or in a file. V8's `JSON.parse` (seen in 13.6) takes a name with an escape for another one that an earlier text
 * had in its place (`"\u529e"` for `\`); such texts are read by our own scanner. What comes from a client is read by
 * `examineJson`, which is strict besides.
 *
 * @throws SyntaxError
 */
export function decodeJson(text: string): unknown {
  if (!hasEscapedName(text)) return JSON.parse(text);
  const { value, problems } = scanJson(text, depthMax);
  const fatal = value === undefined ? problems.at(-1) : problems.find(({ rule }) => fatalRules.has(rule));
  if (fatal !== undefined) throw new SyntaxError(fatal.message.en);
  return value;
}

/**
 * Whether a name of a JSON text is written with an escape. Nearly no text of the platform's own has a backslash at all,
 * which one native search tells; the canonical form (RFC 8785) has it for quotes, backslashes and control characters alone.
 */
function hasEscapedName(text: string): boolean {
  let at = text.indexOf('\\');
  while (at >= 0) {
    // Outside of strings JSON has no backslash: what follows up to a quote without one is of the same string.
    while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
    do at++;
    while (text.charCodeAt(at) <= space);
    if (text.charCodeAt(at) === colon) return true;
    at = text.indexOf('\\', at);
  }
  return false;
}
