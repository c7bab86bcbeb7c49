import { expect } from 'vitest';

/**
 * Runs before every test file. `toMatchObject({ text: /…/ })` compares the members of the pattern, has none to compare, and
 * so holds for any text. What looks like an expectation is none then: it fails instead, and says what was meant.
 */
const alreadyThere = Symbol.for('tongban.patterns-are-matched');

// Unit tests share their process, and what is added to `expect` stays.
if (!Reflect.has(globalThis, alreadyThere)) {
  Reflect.set(globalThis, alreadyThere, true);
  expect.addEqualityTesters([
    (received: unknown, expected: unknown) => {
      if (!(expected instanceof RegExp) || received instanceof RegExp) return undefined;
      throw new Error(`A pattern equals no text: expect.stringMatching(${expected}) matches it`);
    },
  ]);
}
