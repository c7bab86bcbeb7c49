const timestampPattern =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/** What keeps a text from being a time: two of them RFC 3339 lets a profile exclude. */
export type TimestampDefect = 'format' | 'time-zone' | 'letter-case' | 'leap-second';

/**
 * What is wrong with a text as an RFC 3339 time with a zone, or undefined. T and Z are capitals (§5.6 leaves that to a profile),
 * since times are kept as received and not every reader takes others. A leap second has no place in the time of computers (POSIX,
 * ECMAScript), so that what comes of one would depend on the reader.
 */
export function timestampDefect(text: string): TimestampDefect | undefined {
  if (isTimestamp(text)) return hasZone(text) ? undefined : 'time-zone';
  const capital = text.replaceAll(/[tz]/g, (letter) => letter.toUpperCase());
  if (isTimestamp(capital)) return 'letter-case';
  return isTimestamp(capital.replace(/:60(?=[.Z+-]|$)/, ':59')) ? 'leap-second' : 'format';
}

/** Of a timestamp: without a zone a digit, a colon or the point of a fraction stands where the sign of an offset would. */
function hasZone(text: string): boolean {
  const sign = text.at(-6);
  return text.endsWith('Z') || sign === '+' || sign === '-';
}

function isTimestamp(text: string): boolean {
  if (!timestampPattern.test(text)) return false;
  return isDate(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
}

/** The digits from one place to another. */
function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 0x30;
  return value;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
