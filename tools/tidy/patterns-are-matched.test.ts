import { describe, expect, it } from 'vitest';

describe('a pattern among the members that are expected', () => {
  it.each<[string, () => void]>([
    ['of an object', () => expect({ text: 'wrong' }).toMatchObject({ text: /right/ })],
    ['further in', () => expect({ all: [{ text: 'wrong' }] }).toMatchObject({ all: [{ text: /right/ }] })],
    ['of a list', () => expect(['wrong']).toMatchObject([/right/])],
    ['where there is no text', () => expect({ text: 1 }).toMatchObject({ text: /right/ })],
    ['even where it would match', () => expect({ text: 'right' }).toEqual({ text: /right/ })],
  ])('is told of: %s', (_, expectation) => expect(expectation).toThrow('expect.stringMatching(/right/)'));

  it('is matched where it is said, and equals itself', () => {
    expect({ text: 'right' }).toMatchObject({ text: expect.stringMatching(/right/) });
    expect({ text: 'wrong' }).not.toMatchObject({ text: expect.stringMatching(/right/) });
    expect({ pattern: /right/ }).toEqual({ pattern: /right/ });
    expect('right').toMatch(/right/);
  });
});
