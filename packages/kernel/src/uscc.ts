import type { Brand } from './brand.ts';

/** Unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters with two check characters. */
export type Uscc = Brand<string, 'Uscc'>;

/** The 31 characters of the code: digits and capitals without I, O, S, V, Z. A character's value is its index. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const none = -1;
/** Values by the code of the character; -1 for characters outside the alphabet. */
const values = new Int8Array(128).fill(none);
for (let value = 0; value < usccAlphabet.length; value++) values[usccAlphabet.charCodeAt(value)] = value;
/** 3^(i−1) mod 31 (GB 32100-2015 §4.7). */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Weights of the organisation code inside it (GB 11714-1997), positions 9–16. */
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

export type UsccDefect = 'length' | 'alphabet' | 'check-character' | 'organisation-check-character';

/** The first defect of a text as a USCC, or undefined where it is one. Strict: no trimming, no lower case. */
export function usccDefect(text: string): UsccDefect | undefined {
  if (text.length !== 18) return 'length';
  for (let at = 0; at < 18; at++) if ((values[text.charCodeAt(at)] ?? none) === none) return 'alphabet';
  if (usccCheckCharacter(text.slice(0, 17)) !== text[17]) return 'check-character';
  if (organisationCheckCharacter(text.slice(8, 16)) !== text[16]) return 'organisation-check-character';
  return undefined;
}

export function isUscc(text: string): text is Uscc {
  return usccDefect(text) === undefined;
}

/** The 18th character of the first 17. Remainder 0 gives '0', where the plain formula would give 31. */
export function usccCheckCharacter(first17: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at++)
    sum += Math.max(0, values[first17.charCodeAt(at)] ?? 0) * (weights[at] ?? 0);
  return usccAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** The 9th character of an organisation code's first 8 (alphabet 0–9A–Z): 10 is written X, 11 is written 0. */
export function organisationCheckCharacter(first8: string): string {
  let sum = 0;
  for (let at = 0; at < 8; at++) {
    const code = first8.charCodeAt(at);
    // '0' is 0x30 and counts 0, 'A' is 0x41 and counts 10.
    sum += (code - (code < 0x3a ? 0x30 : 0x37)) * (organisationWeights[at] ?? 0);
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}
