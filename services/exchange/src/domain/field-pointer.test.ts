import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, fieldsInBoth, isFieldPointer, mergeFields, overlaps } from './field-pointer.ts';

describe('a field pointer', () => {
  it.each(['/a', '/a/b', '/shareholders/*/name', '/*'])('%s is one', (text) => {
    expect(isFieldPointer(text)).toBe(true);
  });

  it.each(['', '/', 'a', '/a/', '//a', '/0', '/a/0', '/__proto__', '/a b', '/a~1b', `${'/a'.repeat(17)}`])(
    '%j is none',
    (text) => expect(isFieldPointer(text)).toBe(false),
  );

  it('covers itself and what is below it', () => {
    expect(covers('/a', '/a')).toBe(true);
    expect(covers('/a', '/a/b')).toBe(true);
    expect(covers('/a', '/ab')).toBe(false);
    expect(covers('/a/b', '/a')).toBe(false);
    expect(overlaps('/a/b', '/a')).toBe(true);
  });
});

describe('lists of fields', () => {
  const field = fc
    .array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 3 })
    .map((steps) => `/${steps.join('/')}`);
  const fields = fc.array(field, { maxLength: 6 });
  const names = (list: readonly string[], one: string): boolean => list.some((given) => covers(given, one));

  it('what is in both is exactly what each names', () => {
    fc.assert(
      fc.property(fields, fields, field, (some, others, one) => {
        expect(names(fieldsInBoth(some, others), one)).toBe(names(some, one) && names(others, one));
      }),
    );
  });

  it('merging changes nothing but the length', () => {
    fc.assert(
      fc.property(fields, field, (list, one) => {
        const merged = mergeFields(list);
        expect(names(merged, one)).toBe(names(list, one));
        expect(merged.length).toBeLessThanOrEqual(new Set(list).size);
      }),
    );
  });
});
