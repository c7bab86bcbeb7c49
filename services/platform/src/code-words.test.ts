import { expect, it } from 'vitest';
import { wordFor } from './code-words.ts';

it('stands in Chinese with the code word beside it, in English by itself, as does one that is not known', () => {
  const words = { overdue: '已逾期' };
  expect(wordFor('overdue', words, 'zh')).toBe('已逾期（overdue）');
  expect(wordFor('overdue', words, 'en')).toBe('overdue');
  expect(wordFor('constructor', words, 'zh')).toBe('constructor');
});
