import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tidy } from './tidy.ts';

it('keeps the rules of the house, and really read it', () => {
  const report = tidy(join(import.meta.dirname, '../..'));
  const listed = report.untidy.map(({ file, line, rule, say }) => `${file}:${line}: ${rule}: ${say}`);
  expect(listed).toEqual([]);
  expect(report.modules).toBeGreaterThan(150);
  expect(report.imports).toBeGreaterThan(400);
});
