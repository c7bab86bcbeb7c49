const timestampPattern =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,12})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/** What is wrong with a text as an RFC 3339 time with a zone, or undefined. Leap seconds are refused. */
export function timestampDefect(text: string): 'format' | 'time-zone' | undefined {
  const match = timestampPattern.exec(text);
  if (!match) return 'format';
  const [, year, month, day, , , , zone] = match;
  if (!isDate(Number(year), Number(month), Number(day))) return 'format';
  return zone === undefined ? 'time-zone' : undefined;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
