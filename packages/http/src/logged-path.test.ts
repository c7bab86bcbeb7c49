import { expect, it } from 'vitest';
import { loggedPath } from './logged-path.ts';

it.each([
  ['/v1/persons/11010519491231002X/restrict', '/v1/persons/[redacted]/restrict'],
  ['/v1/persons/P-11010519491231002X', '/v1/persons/[redacted]'],
  ['/13800138000/13800138000', '/[redacted]/[redacted]'],
  ['/v1/persons/P-000124/restrict', '/v1/persons/P-000124/restrict'],
  ['/v1/flows/seizure-91310110MAX7RN5R6J', '/v1/flows/seizure-91310110MAX7RN5R6J'],
  ['/v1/grants/0195551c-7f5c-7e3b-8f6a-3f2a9b1c4d5e', '/v1/grants/0195551c-7f5c-7e3b-8f6a-3f2a9b1c4d5e'],
  ['/', '/'],
])('%s is logged as %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged);
});
