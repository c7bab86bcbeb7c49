/** The 17 characters of a vehicle identification number (GB 16735, ISO 3779): no I, O or Q. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const form = /^[A-HJ-NPR-Z0-9]{17}$/;
/** Model years from 2010; the letters I, O, Q, U, Z and the 0 are not used. */
const modelYears = 'ABCDEFGHJKLMNPRSTVWXY123456789';

/** The character that stands for a model year, which comes again every 30 years. */
export function modelYearCharacter(year: number): string {
  return modelYears[(((year - 2010) % 30) + 30) % 30] ?? '';
}

/** The number with its check character, the ninth, put in place of whatever is there. */
export function withVinCheck(vin: string): string {
  return vin.slice(0, 8) + vinCheckCharacter(vin) + vin.slice(9);
}

export function isVin(text: string): boolean {
  return form.test(text) && vinCheckCharacter(text) === text[8];
}

/** The weighted sum of the others modulo 11; 10 is written X. */
function vinCheckCharacter(vin: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += weighed(vin[at] ?? '') * (weights[at] ?? 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** A–H are 1–8, J–R 1–9 (without O, Q), S–Z 2–9; digits are themselves. */
function weighed(character: string): number {
  if (/\d/.test(character)) return Number(character);
  const row = ['ABCDEFGH', 'JKLMNxPxR', 'xSTUVWXYZ'].find((letters) => letters.includes(character));
  return row === undefined ? 0 : row.indexOf(character) + 1;
}
