import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naturalIdentifier } from './natural-identifier.ts';

describe('a natural identifier', () => {
  it.each([
    ['11010519491231002X', 'the example of GB 11643-1999'],
    ['440524188001010014', 'its other example'],
    ['11010519491231002x', 'with a small x'],
    ['110105194912310021', 'with a wrong check character'],
    ['P-11010519491231002X', 'behind a prefix'],
    ['id.11010519491231002X.1', 'in the middle of an id'],
    ['110105491231002', 'in the form of 1989'],
  ])('%s is an identity number: %s', (text) => {
    expect(naturalIdentifier(text)).toBe('identity-number');
  });

  it.each(['13800138000', '19912345678', '8613800138000', '+86-13800138000'])(
    '%s is a mobile number',
    (text) => {
      expect(naturalIdentifier(text)).toBe('mobile-number');
    },
  );

  it.each([
    ['P-000124', 'an opaque id'],
    ['P-13800138000', 'a counter of eleven digits behind a prefix'],
    ['P-110105491231002', 'a counter of fifteen'],
    ['110105194913310021', 'no month'],
    ['1101051949123100211', 'a digit more'],
    ['010105194912310021', 'no place'],
    ['12800138000', 'no range of mobile numbers'],
    ['0195551c-7f5c-7e3b-8f6a-3f2a9b1c4d5e', 'a UUID'],
    ['91350100M000100Y43', 'a credit code'],
    ['', 'nothing'],
  ])('%s is none: %s', (text) => {
    expect(naturalIdentifier(text)).toBeUndefined();
  });

  it('is never what departments name persons by: P- and six to twelve digits', () => {
    fc.assert(fc.property(fc.stringMatching(/^P-[0-9]{6,12}$/), (id) => naturalIdentifier(id) === undefined));
  });

  it('is every birth of every place, whatever the order and the check character', () => {
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
    fc.assert(
      fc.property(
        fc.integer({ min: 110_000, max: 659_999 }),
        day,
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(...'0123456789X'),
        (place, born, order, check) =>
          naturalIdentifier(`${place}${born}${String(order).padStart(3, '0')}${check}`) === 'identity-number',
      ),
    );
  });
});
