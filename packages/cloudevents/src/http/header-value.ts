import { failed, ok, type Result } from '@tongban/kernel';

/** An attribute value as an HTTP header: percent-encoded as the HTTP binding says (§3.1.3.2). */
export function encodeHeaderValue(value: string): string {
  return value.replaceAll(/[^\x21\x23\x24\x26-\x7e]+/g, (characters) =>
    [...new TextEncoder().encode(characters.toWellFormed())]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

export type HeaderValueDefect = 'not-ascii' | 'percent-encoding' | 'utf-8' | 'quoting';

/** The attribute value of a header: quotes are resolved, then one round of percent-decoding. */
export function decodeHeaderValue(header: string): Result<string, HeaderValueDefect> {
  if (/[^\t\x20-\x7e]/.test(header)) return failed('not-ascii');
  const unquoted = header.startsWith('"') ? unquote(header) : header;
  if (unquoted === undefined) return failed('quoting');
  if (!unquoted.includes('%')) return ok(unquoted);
  if (/%(?![\dA-Fa-f]{2})/.test(unquoted)) return failed('percent-encoding');
  try {
    return ok(decodeURIComponent(unquoted));
  } catch {
    return failed('utf-8');
  }
}

/** The content of a quoted string (RFC 9110 §5.6.4) with its backslash escapes resolved. */
function unquote(header: string): string | undefined {
  const content = /^"((?:[^"\\]|\\.)*)"$/.exec(header)?.[1];
  return content?.replaceAll(/\\(.)/g, '$1');
}
