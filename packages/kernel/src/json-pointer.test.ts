import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPointer, pointerPath } from './json-pointer.ts';

describe('jsonPointer', () => {
  it.each([
    [[], ''],
    [[''], '/'],
    [['foo', 0], '/foo/0'],
    [['a/b'], '/a~1b'],
    [['m~n'], '/m~0n'],
    [['~1'], '/~01'],
    [['中文', ' '], '/中文/ '],
  ])('of %j is %s', (path, pointer) => {
    expect(jsonPointer(path)).toBe(pointer);
    expect(pointerPath(pointer)).toEqual(path.map(String));
  });

  it('has an inverse', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a') })), (path) => {
        expect(pointerPath(jsonPointer(path))).toEqual(path);
      }),
    );
  });
});
