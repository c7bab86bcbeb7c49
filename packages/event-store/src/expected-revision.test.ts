import { expect, it } from 'vitest';
import { matchesExpected } from './expected-revision.ts';

it.each([
  ['any', null, true],
  ['any', 3, true],
  ['no-stream', null, true],
  ['no-stream', 0, false],
  ['stream-exists', null, false],
  ['stream-exists', 0, true],
  [3, 3, true],
  [3, 2, false],
  [3, 4, false],
  [0, null, false],
  [-1, null, false],
] as const)('expected %s, actual %s: %s', (expected, actual, matches) => {
  expect(matchesExpected(expected, actual)).toBe(matches);
});
