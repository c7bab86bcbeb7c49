import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUscc, organisationCheckCharacter, usccAlphabet, usccCheckCharacter, usccDefect } from './uscc.ts';

const valid = ['91350100M000100Y43', '91512081MA62K0260E', '91110000802100433B', '9144030071526726XG'];

describe('USCC', () => {
  it.each(valid)('%s is one', (code) => {
    expect(usccDefect(code)).toBeUndefined();
    expect(isUscc(code)).toBe(true);
  });

  it.each([
    ['91350100M000100Y4Z', 'alphabet', 'the sample as printed in the standard'],
    ['91350100M000100Y44', 'check-character', 'another check character'],
    ['91350100M000100Y4', 'length', 'a character too few'],
    ['350100M000100Y43', 'length', 'a registration number'],
    ['91350100m000100y43', 'alphabet', 'lower case'],
    [' 91350100M000100Y4', 'alphabet', 'a space'],
    ['９1350100M000100Y43', 'alphabet', 'full width'],
    ['91350100M000100O43', 'alphabet', 'the letter O'],
  ])('%s has the defect %s: %s', (code, defect) => {
    expect(usccDefect(code)).toBe(defect);
  });

  it('checks the organisation code inside as well', () => {
    const first17 = '91350100M000100Y5';
    expect(usccDefect(first17 + usccCheckCharacter(first17))).toBe('organisation-check-character');
  });

  it.each([
    ['MA62K026', '0'],
    ['80210043', '3'],
    ['71526726', 'X'],
  ])('the organisation code %s has the check character %s', (first8, check) => {
    expect(organisationCheckCharacter(first8)).toBe(check);
  });

  it('a wrong character or two neighbours exchanged never pass', () => {
    const code = fc.constantFrom(...valid);
    fc.assert(
      fc.property(code, fc.nat({ max: 17 }), fc.constantFrom(...usccAlphabet), (text, at, character) => {
        fc.pre(text[at] !== character);
        expect(isUscc(text.slice(0, at) + character + text.slice(at + 1))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(code, fc.nat({ max: 16 }), (text, at) => {
        fc.pre(text[at] !== text[at + 1]);
        expect(isUscc(text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2))).toBe(false);
      }),
    );
  });

  it('writes remainder 0 as "0"', () => {
    expect(usccCheckCharacter('0'.repeat(17))).toBe('0');
  });
});
