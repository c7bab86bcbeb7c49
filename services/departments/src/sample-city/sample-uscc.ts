import { organisationCheckCharacter, type Uscc, usccAlphabet, usccCheckCharacter } from '@tongban/kernel';

/** Organisation codes that there are: five characters of the alphabet after `MAX`. */
const numbersMax = usccAlphabet.length ** 5;
/** Steps through all of them, so that neighbours do not look alike: it has no common factor with 31. */
const step = 17_320_509;

/**
 * The code of an enterprise (9: registered by market regulation, 1: enterprise) with both check characters
 * right. Each number below 31^5 of a seed has its own.
 */
export function sampleUscc(areaCode: string, number: number, seed: number): Uscc {
  let rest = Number((BigInt(number) * BigInt(step) + BigInt(seed)) % BigInt(numbersMax));
  let tail = '';
  for (let at = 0; at < 5; at++) {
    tail = (usccAlphabet[rest % usccAlphabet.length] ?? '') + tail;
    rest = Math.floor(rest / usccAlphabet.length);
  }
  const organisation = `MAX${tail}`;
  const first17 = `91${areaCode}${organisation}${organisationCheckCharacter(organisation)}`;
  return `${first17}${usccCheckCharacter(first17)}` as Uscc;
}
