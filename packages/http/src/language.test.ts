import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preferredLanguage } from './language.ts';

test.each<[string | undefined, string]>([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh'],
  ['zh-Hans-CN', 'zh'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['fr,zh;q=0.3', 'zh'],
  ['en;q=0.2, zh-CN;q=0.7', 'zh'],
  ['zh;q=0', 'en'],
  ['*', 'en'],
  ['zh;q=nonsense', 'en'],
])('%s is answered in %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test('any text at all gives a language', () => {
  fc.assert(fc.property(fc.string(), (header) => ['zh', 'en'].includes(preferredLanguage(header))));
});
