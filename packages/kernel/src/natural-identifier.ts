/** A number by which everybody, not only its issuer, knows whose it is. */
export type NaturalIdentifier = 'identity-number' | 'mobile-number';

/**
 * Citizen identity number 公民身份号码 (GB 11643-1999 §3): six digits of the place, the day of birth, three digits of
 * order, a check character. Also where something stands before or behind it, as in `P-11010519491231002X`.
 */
const identityNumber =
  /(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/;
/** Its form before 1999, with two digits of the year and no check character (GB 11643-1989). */
const identityNumberOf1989 = /^[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/;
/** Number of a mobile phone in mainland China, 11 digits (工业和信息化部《电信网编号计划》), with or without the country's. */
const mobileNumber = /^(?:\+?86-?)?1[3-9]\d{9}$/;

/**
 * What kind of natural identifier a text is that ought to be an opaque id; undefined where it looks like none. By form
 * alone: the check character is not verified, since a mistyped identity number still tells place, birth and sex. The
 * shorter forms count only where they are the whole text: in a longer one, digits of a counter look the same.
 */
export function naturalIdentifier(text: string): NaturalIdentifier | undefined {
  if (identityNumber.test(text) || identityNumberOf1989.test(text)) return 'identity-number';
  return mobileNumber.test(text) ? 'mobile-number' : undefined;
}
